namespace TrackerFetcher.Sources;

/// <summary>The names of a report's fields in a source; null = found by its aliases (<see cref="FieldAliases"/>).</summary>
internal sealed record FieldNames
{
    public string? Tracker { get; init; }

    public string? Time { get; init; }

    public string? Latitude { get; init; }

    public string? Longitude { get; init; }

    public string? Accuracy { get; init; }

    public string? Altitude { get; init; }

    public string? Speed { get; init; }

    public string? Heading { get; init; }

    public string? Battery { get; init; }
}
