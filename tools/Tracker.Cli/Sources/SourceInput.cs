using System.Security.Cryptography;
using System.Text;
using TrackerFetcher.Sources.GtfsRealtime;
using TrackerFetcher.Sources.Simulator;

namespace Tracker.Cli.Sources;

/// <summary>A source as <c>up</c> and <c>import</c> register it.</summary>
/// <param name="Name">The full path or the URL, so that the same file is the same source.</param>
/// <param name="Kind">Its reader.</param>
/// <param name="Location">Path or URL.</param>
/// <param name="Options">The reader's options, JSON.</param>
/// <param name="Every">How often it is read; null = once.</param>
internal sealed record SourceInput(string Name, string Kind, string Location, string Options, TimeSpan? Every)
{
    private static readonly TimeSpan FeedInterval = TimeSpan.FromSeconds(30);

    /// <summary>A fleet that moves through the town of the demo's fences, in real time.</summary>
    public static SourceInput SimulatedFleet { get; } = new("simulated-fleet", SimulatorSourceReader.Name, "live", "{}", TimeSpan.FromSeconds(1));

    /// <summary>The source that an argument names, checked as far as possible without the fetcher.</summary>
    /// <exception cref="CliException">The file can't be read, or its kind is unknown.</exception>
    public static SourceInput Parse(string argument) =>
        Uri.TryCreate(argument, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https"
            ? new SourceInput(NameOf(url), GtfsRealtimeSourceReader.Name, argument, "{}", FeedInterval)
            : OfFile(argument);

    // Names appear in logs and metrics: a hash replaces the user and the query, which may hold a key.
    private static string NameOf(Uri url)
    {
        string shown = url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        string hidden = url.UserInfo + url.Query;
        return hidden.Length == 0 ? shown : $"{shown}#{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(hidden)).AsSpan(0, 4))}";
    }

    private static SourceInput OfFile(string argument)
    {
        string path = ReadableFile(argument);
        return SourceKinds.All.ForFile(Path.GetExtension(path)) is { } reader
            ? new SourceInput(path, reader.Kind, path, "{}", Every: null)
            : throw new CliException(
                $"'{argument}': its kind is not known by its extension. Give a file that ends in {string.Join(", ", SourceKinds.All.FileExtensions)}, or an http(s) URL.");
    }

    /// <summary>The full path of a readable file.</summary>
    /// <exception cref="CliException">The file does not exist or can't be read.</exception>
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
