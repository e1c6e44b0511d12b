using TrackerFetcher.Sources.Json;

namespace TrackerFetcher.Sources.Ndjson;

/// <summary>Options of a source with one JSON object per line.</summary>
internal sealed record NdjsonOptions : JsonSourceOptions
{
    /// <summary>The paths of fields (<c>position.lat</c>) that have no common name.</summary>
    public FieldNames Fields { get; init; } = new();

    /// <summary>The IANA time zone of times without an offset. The default is UTC.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The unit of speeds. By default the field's name tells (<c>speed_kmh</c>); otherwise metres per second.</summary>
    public SpeedUnit? SpeedUnit { get; init; }
}
