using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace TrackerFetcher.Sources.Http;

/// <summary>
/// Resolves references to keys, so that no key is stored in a source's options: <c>${file:feed}</c> is the content of that file in the
/// keys' folder, <c>${TRACKER_KEY_FEED}</c> the value of that setting. No other file or setting can be referred to, and no value that a
/// setting holds as a password is accepted: whoever may add a source must not be able to send the database's password to a server.
/// </summary>
internal sealed partial class SourceSecrets(IConfiguration? settings, SourceClientOptions options)
{
    private const string File = "file:";
    private const string Prefix = "TRACKER_KEY_";
    private const string Password = "_PASSWORD";

    /// <summary>The text with its references resolved; it must not be logged.</summary>
    /// <exception cref="SourceException">A secret is missing or not allowed; the message names it without its value.</exception>
    public string Resolve(string text) => Reference().Replace(text, match => Value(match.Groups["name"].Value));

    private string Value(string name)
    {
        string value = name.StartsWith(File, StringComparison.Ordinal) ? Read(name[File.Length..]) : Setting(name);
        return IsPassword(value)
            ? throw new SourceException($"The source's options name the secret '${{{name}}}', which is a password of the fetcher's own. Give the source a key of its own.")
            : value;
    }

    private string Setting(string name)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            throw new SourceException($"The source's options name the secret '${{{name}}}'. Name a file (${{file:name}}) or a setting that begins with {Prefix}.");
        }

        return settings?[name] is { Length: > 0 } value
            ? value
            : throw new SourceException($"The source's options name the setting {name}, which is not set. Set it for the fetcher, or {name}_FILE.");
    }

    private string Read(string path)
    {
        string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.KeysDirectory));
        string full = Path.GetFullPath(path, folder);
        if (!full.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new SourceException(
                $"The source's secret file '{path}' is not in '{folder}', where sources' keys are. Put it there, or set TRACKER_FETCH_KEYS_DIRECTORY for the fetcher.");
        }

        try
        {
            return System.IO.File.ReadAllText(full).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SourceException($"The source's secret file '{full}' can't be read: {e.Message} Check the path and its permissions.", e);
        }
    }

    private bool IsPassword(string value) => value.Length > 0 && settings is not null && settings.AsEnumerable()
        .Any(setting => setting.Key.EndsWith(Password, StringComparison.OrdinalIgnoreCase) && setting.Value == value);

    [GeneratedRegex(@"\$\{(?<name>[^{}]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Reference();
}
