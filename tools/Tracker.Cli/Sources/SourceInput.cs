using System.Security.Cryptography;
using System.Text;

namespace Tracker.Cli.Sources;

/// <summary>A source as <c>up</c> and <c>import</c> register it.</summary>
/// <param name="Name">The full path or the URL: the same file again is the same source.</param>
/// <param name="Kind">Its reader.</param>
/// <param name="Location">Path or URL.</param>
/// <param name="Options">The reader's options, JSON.</param>
/// <param name="Every">How often it is read; null: once.</param>
internal sealed record SourceInput(string Name, string Kind, string Location, string Options, TimeSpan? Every)
{
    private static readonly TimeSpan FeedInterval = TimeSpan.FromSeconds(30);

    private static readonly Dictionary<string, string> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        [".csv"] = "csv",
        [".gpx"] = "gpx",
        [".pb"] = "gtfs-rt",
        [".ndjson"] = "ndjson",
        [".jsonl"] = "ndjson",
        [".rec"] = "owntracks",
    };

    /// <summary>A fleet that moves through the town of the demo's fences, as time goes on.</summary>
    public static SourceInput SimulatedFleet { get; } = new("simulated-fleet", "simulator", "live", "{}", TimeSpan.FromSeconds(1));

    /// <summary>The source that an argument names, checked as far as it can be from here.</summary>
    /// <exception cref="CliException">It can't be read.</exception>
    public static SourceInput Parse(string argument) =>
        Uri.TryCreate(argument, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https"
            ? new SourceInput(NameOf(url), "gtfs-rt", argument, "{}", FeedInterval)
            : OfFile(argument);

    // Names stand in logs and metrics: without a user, and with a hash in place of the query, which may hold a key.
    private static string NameOf(Uri url)
    {
        string shown = url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        string hidden = url.UserInfo + url.Query;
        return hidden.Length == 0 ? shown : $"{shown}#{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(hidden)).AsSpan(0, 4))}";
    }

    private static SourceInput OfFile(string argument)
    {
        string path = ReadableFile(argument);
        return Kinds.TryGetValue(Path.GetExtension(path), out string? kind)
            ? new SourceInput(path, kind, path, "{}", Every: null)
            : throw new CliException($"'{argument}': its kind is not known by its extension. Give a file that ends in {string.Join(", ", Kinds.Keys)}, or an http(s) URL.");
    }

    /// <summary>The full path of a file that is there and can be read.</summary>
    /// <exception cref="CliException">It is not.</exception>
    public static string ReadableFile(string argument)
    {
        string path = Path.GetFullPath(argument);
        if (Directory.Exists(path))
        {
            throw new CliException($"'{argument}' is a folder. Name a file in it.");
        }

        try
        {
            using FileStream file = File.OpenRead(path);
            return path;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CliException($"'{argument}' does not exist. Check the path.", missing);
        }
        catch (Exception closed) when (closed is UnauthorizedAccessException or IOException)
        {
            throw new CliException($"'{argument}' can't be read: {closed.Message} Check its permissions.", closed);
        }
    }
}
