namespace TrackerFetcher.Sources.Csv;

/// <summary>The positions of a file's columns, read from its header line.</summary>
internal sealed record CsvColumns
{
    public required byte Delimiter { get; init; }

    public required int Count { get; init; }

    /// <summary>-1 if the whole file belongs to one tracker.</summary>
    public required int Tracker { get; init; }

    public required int Time { get; init; }

    public required int Latitude { get; init; }

    public required int Longitude { get; init; }

    // The others are optional: -1 if the file has no such column.
    public required int Accuracy { get; init; }

    public required int Altitude { get; init; }

    public required int Speed { get; init; }

    public required int Heading { get; init; }

    public required int Battery { get; init; }

    /// <summary>The factor from the unit of the speed column to metres per second.</summary>
    public required double SpeedFactor { get; init; }

    /// <summary>Finds the columns by the options or by their common names (<see cref="FieldAliases"/>).</summary>
    /// <exception cref="SourceException">A required column is missing; the message names it and the columns found.</exception>
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
        int speed = header.Find("speed", mapped.Speed, FieldAliases.Speed);
        CsvColumns columns = new()
        {
            Delimiter = delimiter,
            Count = found.Length,
            Tracker = options.Tracker is null ? header.Require("tracker", mapped.Tracker, FieldAliases.Tracker) : -1,
            Time = header.Require("time", mapped.Time, FieldAliases.Time),
            Latitude = header.Require("latitude", mapped.Latitude, FieldAliases.Latitude),
            Longitude = header.Require("longitude", mapped.Longitude, FieldAliases.Longitude),
            Accuracy = header.Find("accuracy", mapped.Accuracy, FieldAliases.Accuracy),
            Altitude = header.Find("altitude", mapped.Altitude, FieldAliases.Altitude),
            Speed = speed,
            Heading = header.Find("heading", mapped.Heading, FieldAliases.Heading),
            Battery = header.Find("battery", mapped.Battery, FieldAliases.Battery),
            SpeedFactor = SpeedUnits.Factor(options.SpeedUnit ?? SpeedUnits.FromName(speed < 0 ? "" : FieldAliases.Normalize(found[speed]))),
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
