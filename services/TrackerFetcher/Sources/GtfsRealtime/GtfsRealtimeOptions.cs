using System.ComponentModel.DataAnnotations;

namespace TrackerFetcher.Sources.GtfsRealtime;

/// <summary>Settings of a GTFS Realtime source.</summary>
internal sealed record GtfsRealtimeOptions : SourceOptions
{
    /// <summary>For the whole answer of a server. The default is 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes after which a feed is refused, unpacked. The default is 32 MiB.</summary>
    [Range(1, 1024 * 1024 * 1024)]
    public int LargestFeed { get; init; } = 32 * 1024 * 1024;

    /// <summary>Sent with each request: a key that the server asks for.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
