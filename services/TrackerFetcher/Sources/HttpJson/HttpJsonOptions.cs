using TrackerFetcher.Sources.Documents;
using TrackerFetcher.Sources.Json;

namespace TrackerFetcher.Sources.HttpJson;

/// <summary>Settings of any service that tells its reports in JSON.</summary>
internal sealed record HttpJsonOptions : JsonSourceOptions
{
    /// <summary>Where the list of reports is (<c>data.vehicles</c>). The default is the document itself.</summary>
    public string Items { get; init; } = string.Empty;

    /// <summary>Where an item of it has what (<c>position.lat</c>, <c>geometry.coordinates.1</c>), for what has no usual name.</summary>
    public FieldNames Fields { get; init; } = new();

    /// <summary>The IANA zone of times that name no offset. The default is UTC.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The unit of the speeds; by default by their name (<c>speed_kmh</c>), else metres per second.</summary>
    public SpeedUnit? SpeedUnit { get; init; }

    /// <summary>Which time the service is asked for. By default it is asked for what it has.</summary>
    public TimeWindow Window { get; init; } = new();
}
