using TrackerFetcher.Sources.Documents;
using TrackerFetcher.Sources.Json;

namespace TrackerFetcher.Sources.Traccar;

/// <summary>Options of a Traccar server.</summary>
internal sealed record TraccarOptions : JsonSourceOptions
{
    /// <summary>
    /// The time window of the request if the location names a device (<c>/api/positions?deviceId=7</c>). Without a device, the server gives
    /// the last position of each.
    /// </summary>
    public TimeWindow Window { get; init; } = new() { From = "from", To = "to" };

    /// <summary>The prefix of trackers' keys, before the number of their device. The default is none.</summary>
    [System.ComponentModel.DataAnnotations.StringLength(100)]
    public string KeyPrefix { get; init; } = string.Empty;
}
