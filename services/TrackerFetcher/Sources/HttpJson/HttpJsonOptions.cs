using TrackerFetcher.Sources.Documents;
using TrackerFetcher.Sources.Json;

namespace TrackerFetcher.Sources.HttpJson;

/// <summary>Options of a source that is any service with JSON.</summary>
internal sealed record HttpJsonOptions : JsonSourceOptions
{
    /// <summary>The path to the list of reports (<c>data.vehicles</c>). The default is the document itself.</summary>
    public string Items { get; init; } = string.Empty;

    /// <summary>The paths of fields in an item (<c>position.lat</c>, <c>geometry.coordinates.1</c>) that have no common name.</summary>
    public FieldNames Fields { get; init; } = new();

    /// <summary>The IANA time zone of times without an offset. The default is UTC.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The unit of speeds. By default the field's name tells (<c>speed_kmh</c>); otherwise metres per second.</summary>
    public SpeedUnit? SpeedUnit { get; init; }

    /// <summary>The time window that the service is asked for. By default requests have none.</summary>
    public TimeWindow Window { get; init; } = new();
}
