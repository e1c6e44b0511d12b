namespace TrackerFetcher.Sources.Csv;

/// <summary>Where a file's columns are, read from its header line.</summary>
internal sealed record CsvColumns
{
    public required byte Delimiter { get; init; }

    public required int Count { get; init; }

    /// <summary>-1 where the whole file is of one tracker.</summary>
    public required int Tracker { get; init; }

    public required int Time { get; init; }

    public required int Latitude { get; init; }

    public required int Longitude { get; init; }

    // The others are optional: -1 where the file has none.
    public required int Accuracy { get; init; }

    public required int Altitude { get; init; }

    public required int Speed { get; init; }

    public required int Heading { get; init; }

    public required int Battery { get; init; }

    /// <summary>What the speed column's figures are to be multiplied with to be metres per second.</summary>
    public required double SpeedFactor { get; init; }

    /// <summary>Finds the columns by the options or by their usual names.</summary>
    /// <exception cref="SourceException">A needed column is missing; the message names it and those found.</exception>
    public static CsvColumns FromHeader(ReadOnlySpan<byte> line, CsvOptions options, string path)
    {
        byte delimiter = DelimiterOf(line);
        CsvFields fields = new(delimiter);
        fields.Split(line);
        string[] found = new string[fields.Count];
        for (int i = 0; i < found.Length; i++)
        {
            found[i] = fields.Text(line, i).Trim();
        }

        CsvHeader header = new(found, path);
        FieldNames mapped = options.Columns;
        int speed = header.Find("speed", mapped.Speed, UsualNames.Speed);
        CsvColumns columns = new()
        {
            Delimiter = delimiter,
            Count = found.Length,
            Tracker = options.Tracker is null ? header.Need("tracker", mapped.Tracker, UsualNames.Tracker) : -1,
            Time = header.Need("time", mapped.Time, UsualNames.Time),
            Latitude = header.Need("latitude", mapped.Latitude, UsualNames.Latitude),
            Longitude = header.Need("longitude", mapped.Longitude, UsualNames.Longitude),
            Accuracy = header.Find("accuracy", mapped.Accuracy, UsualNames.Accuracy),
            Altitude = header.Find("altitude", mapped.Altitude, UsualNames.Altitude),
            Speed = speed,
            Heading = header.Find("heading", mapped.Heading, UsualNames.Heading),
            Battery = header.Find("battery", mapped.Battery, UsualNames.Battery),
            SpeedFactor = SpeedUnits.Factor(options.SpeedUnit ?? (speed < 0 ? SpeedUnit.MetresPerSecond : SpeedUnits.OfName(UsualNames.Plain(found[speed])))),
        };
        header.ThrowIfIncomplete();
        return columns;
    }

    private static byte DelimiterOf(ReadOnlySpan<byte> header)
    {
        byte best = (byte)',';
        foreach (byte candidate in ";\t"u8)
        {
            best = header.Count(candidate) > header.Count(best) ? candidate : best;
        }

        return best;
    }
}
