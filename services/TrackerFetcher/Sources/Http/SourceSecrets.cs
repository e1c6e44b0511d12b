using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace TrackerFetcher.Sources.Http;

/// <summary>
/// Keys that stand neither in a source's options nor in the database: <c>${file:feed}</c> is the text of that file in the folder of the
/// sources' keys, <c>${TRACKER_KEY_FEED}</c> that setting's. Other files and settings can't be named, and whoever may add a source may
/// not have the fetcher send the database's password anywhere: no key is one that a setting holds as a password.
/// </summary>
internal sealed partial class SourceSecrets(IConfiguration? settings, FetchSettings fetch)
{
    private const string File = "file:";
    private const string Prefix = "TRACKER_KEY_";
    private const string Password = "_PASSWORD";

    /// <summary>The text with its secrets in place; it must not be logged.</summary>
    /// <exception cref="SourceException">A secret can't be had; the message names it and not its value.</exception>
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
        string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(fetch.KeysDirectory));
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
