using TrackerFetcher.Sources.Documents;
using TrackerFetcher.Sources.Json;

namespace TrackerFetcher.Sources.Traccar;

/// <summary>Settings of a Traccar server.</summary>
internal sealed record TraccarOptions : JsonSourceOptions
{
    /// <summary>
    /// Where the location names a device (<c>/api/positions?deviceId=7</c>) its track is asked for by this window; without one, the
    /// server gives the last position of each.
    /// </summary>
    public TimeWindow Window { get; init; } = new() { From = "from", To = "to" };

    /// <summary>Trackers are named by it and their device's number. The default is none.</summary>
    [System.ComponentModel.DataAnnotations.StringLength(100)]
    public string KeyPrefix { get; init; } = string.Empty;
}
