using EFCore.ReadWriteSplitting.Configuration;
using Tracker.Data.Configuration;

namespace Tracker.Hosting.Tests.Configuration;

public sealed class EnvironmentSettingsTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("tracker-settings-");

    public EnvironmentSettingsTests() => Directory.CreateDirectory(Path.Combine(_root.FullName, ".git"));

    public void Dispose() => _root.Delete(recursive: true);

    [Theory]
    [InlineData("production", "local")]
    [InlineData("test", "test")]
    public void Nearest_source_wins(string environment, string expected)
    {
        File.WriteAllText(At(".env"), "A=env\nB=env\nC=env");
        File.WriteAllText(At(".env.local"), "A=local\nB=local");
        File.WriteAllText(At(".env.test"), "B=test");

        IReadOnlyDictionary<string, string> settings = Load(("A", "real"), ("TRACKER_ENV", environment));

        Assert.Equal(("real", expected, "env"), (settings["A"], settings["B"], settings["C"]));
    }

    [Fact]
    public void Files_are_searched_upward_to_the_root_of_the_repository()
    {
        string inside = Directory.CreateDirectory(At("services/fetcher")).FullName;
        File.WriteAllText(At(".env"), "A=above");
        string repository = Directory.CreateDirectory(At("other/.git")).Parent!.FullName;

        Assert.Equal("above", EnvironmentSettings.Load(inside, new Dictionary<string, string>(StringComparer.Ordinal))["A"]);
        Assert.Empty(EnvironmentSettings.Load(repository, new Dictionary<string, string>(StringComparer.Ordinal)));
    }

    [Fact]
    public void Secret_is_read_from_the_named_file()
    {
        File.WriteAllText(At("secret"), "from a file\n");
        File.WriteAllText(At(".env"), "POSTGRES_PASSWORD=from .env");
        IReadOnlyDictionary<string, string> settings = Load(("POSTGRES_PASSWORD_FILE", At("secret")), ("SSL_CERT_FILE", "/not/ours"));

        Assert.Equal("from a file", settings["POSTGRES_PASSWORD"]);
        Assert.Equal("/not/ours", settings["SSL_CERT_FILE"]);
        Assert.False(settings.ContainsKey("POSTGRES_PASSWORD_FILE"));
    }

    [Fact]
    public void Missing_secret_file_is_named() => Assert.StartsWith(
        "POSTGRES_PASSWORD_FILE: ",
        Assert.Throws<InvalidSettingException>(() => Load(("POSTGRES_PASSWORD_FILE", At("nowhere")))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Secret_given_twice_is_refused() => Assert.Equal(
        "POSTGRES_PASSWORD_FILE: POSTGRES_PASSWORD is set too. Set one of them.",
        Assert.Throws<InvalidSettingException>(() => Load(("POSTGRES_PASSWORD_FILE", At("secret")), ("POSTGRES_PASSWORD", "x"))).Message);

    private string At(string name) => Path.Combine(_root.FullName, name);

    private IReadOnlyDictionary<string, string> Load(params (string Name, string Value)[] environment) =>
        EnvironmentSettings.Load(_root.FullName, environment.ToDictionary(e => e.Name, e => e.Value, StringComparer.Ordinal));
}
