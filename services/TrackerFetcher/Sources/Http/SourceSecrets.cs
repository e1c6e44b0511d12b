using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace TrackerFetcher.Sources.Http;

/// <summary>
/// Keys that stand neither in a source's options nor in the database: <c>${file:/run/secrets/feed}</c> is that file's text,
/// <c>${TRACKER_KEY_FEED}</c> that setting's. Other settings can't be named: a source must not send the database's password anywhere.
/// </summary>
internal sealed partial class SourceSecrets(IConfiguration? settings)
{
    private const string File = "file:";
    private const string Prefix = "TRACKER_KEY_";

    /// <summary>The text with its secrets in place; it must not be logged.</summary>
    /// <exception cref="SourceException">A secret can't be had; the message names it and not its value.</exception>
    public string Resolve(string text) => Reference().Replace(text, match => Value(match.Groups["name"].Value));

    private string Value(string name)
    {
        if (name.StartsWith(File, StringComparison.Ordinal))
        {
            return Read(name[File.Length..]);
        }

        if (!name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            throw new SourceException($"The source's options name the secret '${{{name}}}'. Name a file (${{file:/path}}) or a setting that begins with {Prefix}.");
        }

        return settings?[name] is { Length: > 0 } value
            ? value
            : throw new SourceException($"The source's options name the setting {name}, which is not set. Set it for the fetcher, or {name}_FILE.");
    }

    private static string Read(string path)
    {
        try
        {
            return System.IO.File.ReadAllText(path).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SourceException($"The source's secret file '{path}' can't be read: {e.Message} Check the path and its permissions.", e);
        }
    }

    [GeneratedRegex(@"\$\{(?<name>[^{}]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Reference();
}
