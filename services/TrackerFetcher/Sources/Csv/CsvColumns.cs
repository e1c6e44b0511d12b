namespace TrackerFetcher.Sources.Csv;

/// <summary>Where a file's columns are, read from its header line.</summary>
internal sealed record CsvColumns
{
    private static readonly string[] TrackerNames =
        ["tracker", "trackerid", "trackerkey", "vehicleid", "vehicle", "deviceid", "device", "tagid", "tag", "assetid", "unitid", "imei", "id"];

    private static readonly string[] TimeNames =
        ["recordedat", "timestamp", "time", "datetime", "timestamputc", "timeutc", "eventtime", "gpstime", "fixtime", "utc", "date"];

    private static readonly string[] SpeedNames =
        ["speed", "speedmps", "speedms", "velocity", "speedkmh", "speedkph", "kmh", "kph", "speedmph", "mph", "speedkn", "speedkt", "speedknots", "knots"];

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
        CsvColumnNames mapped = options.Columns;
        int speed = header.Find("speed", mapped.Speed, SpeedNames);
        CsvColumns columns = new()
        {
            Delimiter = delimiter,
            Count = found.Length,
            Tracker = options.Tracker is null ? header.Need("tracker", mapped.Tracker, TrackerNames) : -1,
            Time = header.Need("time", mapped.Time, TimeNames),
            Latitude = header.Need("latitude", mapped.Latitude, "latitude", "lat", "y"),
            Longitude = header.Need("longitude", mapped.Longitude, "longitude", "lon", "lng", "long", "x"),
            Accuracy = header.Find("accuracy", mapped.Accuracy, "accuracy", "accuracym", "accuracymetres", "accuracymeters", "horizontalaccuracy", "gpsaccuracy"),
            Altitude = header.Find("altitude", mapped.Altitude, "altitude", "altitudem", "alt", "elevation", "ele"),
            Speed = speed,
            Heading = header.Find("heading", mapped.Heading, "heading", "bearing", "course", "direction"),
            Battery = header.Find("battery", mapped.Battery, "battery", "batterypercent", "batterylevel", "batt"),
            SpeedFactor = FactorOf(options.SpeedUnit ?? (speed < 0 ? SpeedUnit.MetresPerSecond : UnitOf(CsvHeader.Plain(found[speed])))),
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

    private static SpeedUnit UnitOf(string name) => name switch
    {
        "speedkmh" or "speedkph" or "kmh" or "kph" => SpeedUnit.KilometresPerHour,
        "speedmph" or "mph" => SpeedUnit.MilesPerHour,
        "speedkn" or "speedkt" or "speedknots" or "knots" => SpeedUnit.Knots,
        _ => SpeedUnit.MetresPerSecond,
    };

    private static double FactorOf(SpeedUnit unit) => unit switch
    {
        SpeedUnit.KilometresPerHour => 1 / 3.6,
        SpeedUnit.MilesPerHour => 0.44704,
        SpeedUnit.Knots => 1852 / 3600.0,
        _ => 1,
    };
}
