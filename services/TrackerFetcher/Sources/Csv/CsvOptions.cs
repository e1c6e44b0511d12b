namespace TrackerFetcher.Sources.Csv;

/// <summary>Settings of a CSV source.</summary>
internal sealed record CsvOptions : SourceOptions
{
    /// <summary>The header's names of the columns that have no usual name.</summary>
    public FieldNames Columns { get; init; } = new();

    /// <summary>The tracker of the whole file, for one without a tracker column.</summary>
    public string? Tracker { get; init; }

    /// <summary>The IANA zone of times that name no offset. The default is UTC.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The unit of the speed column; by default by its name (<c>speed_kmh</c>), else metres per second.</summary>
    public SpeedUnit? SpeedUnit { get; init; }

    /// <summary>Bytes after which a line is quarantined unread. The default is 64 KiB.</summary>
    [System.ComponentModel.DataAnnotations.Range(256, 16 * 1024 * 1024)]
    public int LongestLine { get; init; } = 64 * 1024;
}
