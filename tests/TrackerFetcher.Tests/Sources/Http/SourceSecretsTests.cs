using Microsoft.Extensions.Configuration;
using TrackerFetcher.Sources;
using TrackerFetcher.Sources.Http;

namespace TrackerFetcher.Tests.Sources.Http;

/// <summary>Whoever may add a source may have the fetcher send its keys, and nothing else that the fetcher can read.</summary>
public sealed class SourceSecretsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tracker-keys-");
    private readonly SourceSecrets _secrets;

    public SourceSecretsTests()
    {
        Write("keys/feed", "open sesame\n");
        Write("keys/given/nested", "nested");
        Write("keys/copy", "never to be sent\n");
        Write("postgres_password", "never to be sent\n");
        Write("keys-of-others/feed", "another's");
        Dictionary<string, string?> settings = new()
        {
            ["POSTGRES_PASSWORD"] = "never to be sent",
            ["TRACKER_KEY_FEED"] = "from the setting",
            ["TRACKER_KEY_COPY"] = "never to be sent",
        };
        _secrets = new SourceSecrets(
            new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), new SourceClientOptions { KeysDirectory = Path.Combine(_folder.FullName, "keys") });
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("Bearer ${file:feed}", "Bearer open sesame")]
    [InlineData("${file:FOLDER/keys/feed}", "open sesame")]
    [InlineData("${file:given/nested}", "nested")]
    [InlineData("${TRACKER_KEY_FEED}", "from the setting")]
    [InlineData("no key", "no key")]
    public void References_to_files_in_the_keys_folder_and_to_key_settings_are_resolved(string text, string resolved) => Assert.Equal(resolved, _secrets.Resolve(Placed(text)));

    [Theory]
    [InlineData("${file:FOLDER/postgres_password}", "is not in 'FOLDER/keys', where sources' keys are")]
    [InlineData("${file:../postgres_password}", "is not in")]
    [InlineData("${file:FOLDER/keys/../postgres_password}", "is not in")]
    [InlineData("${file:FOLDER/keys-of-others/feed}", "is not in")]
    [InlineData("${file:/etc/passwd}", "TRACKER_FETCH_KEYS_DIRECTORY")]
    [InlineData("${file:}", "is not in")]
    [InlineData("${file:.}", "is not in")]
    [InlineData("${file:given}", "can't be read")]
    [InlineData("${file:none}", "can't be read")]
    [InlineData("${POSTGRES_PASSWORD}", "begins with TRACKER_KEY_")]
    [InlineData("${file:copy}", "is a password of the fetcher's own")]
    [InlineData("${TRACKER_KEY_COPY}", "is a password of the fetcher's own")]
    public void References_to_other_files_and_settings_and_to_passwords_are_refused(string text, string message)
    {
        SourceException e = Assert.Throws<SourceException>(() => _secrets.Resolve(Placed(text)));
        Assert.Contains(Placed(message), e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("never to be sent", e.Message, StringComparison.Ordinal);
    }

    private string Placed(string text) => text.Replace("FOLDER", _folder.FullName, StringComparison.Ordinal);

    private void Write(string path, string text)
    {
        string full = Path.Combine(_folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
