namespace TrackerFetcher.Sources.Csv;

/// <summary>Options of a CSV source.</summary>
internal sealed record CsvOptions : SourceOptions
{
    /// <summary>The header's names of columns that have no common name (<see cref="FieldAliases"/>).</summary>
    public FieldNames Columns { get; init; } = new();

    /// <summary>The tracker of the whole file, if the file has no tracker column.</summary>
    public string? Tracker { get; init; }

    /// <summary>The IANA time zone of times without an offset. The default is UTC.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The unit of the speed column. By default its name tells (<c>speed_kmh</c>); otherwise metres per second.</summary>
    public SpeedUnit? SpeedUnit { get; init; }

    /// <summary>The longest line in bytes; a longer one is quarantined unread. The default is 64 KiB.</summary>
    [System.ComponentModel.DataAnnotations.Range(256, 16 * 1024 * 1024)]
    public int LongestLine { get; init; } = 64 * 1024;
}
