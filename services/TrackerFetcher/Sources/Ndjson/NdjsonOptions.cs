using TrackerFetcher.Sources.Json;

namespace TrackerFetcher.Sources.Ndjson;

/// <summary>Settings of a source with one JSON object a line.</summary>
internal sealed record NdjsonOptions : JsonSourceOptions
{
    /// <summary>Where an object has what (<c>position.lat</c>), for what has no usual name.</summary>
    public FieldNames Fields { get; init; } = new();

    /// <summary>The IANA zone of times that name no offset. The default is UTC.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The unit of the speeds; by default by their name (<c>speed_kmh</c>), else metres per second.</summary>
    public SpeedUnit? SpeedUnit { get; init; }
}
