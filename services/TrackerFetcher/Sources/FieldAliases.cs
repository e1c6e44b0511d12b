namespace TrackerFetcher.Sources;

/// <summary>Common names of a report's fields, normalized (<see cref="Normalize"/>), the most specific first.</summary>
internal static class FieldAliases
{
    public static readonly string[] Tracker =
        ["tracker", "trackerid", "trackerkey", "vehicleid", "vehicle", "deviceid", "device", "tagid", "tag", "assetid", "unitid", "imei", "id"];

    public static readonly string[] Time =
        ["recordedat", "timestamp", "time", "datetime", "timestamputc", "timeutc", "eventtime", "gpstime", "fixtime", "utc", "date", "tst"];

    public static readonly string[] Latitude = ["latitude", "lat", "y"];

    public static readonly string[] Longitude = ["longitude", "lon", "lng", "long", "x"];

    public static readonly string[] Accuracy =
        ["accuracy", "accuracym", "accuracymetres", "accuracymeters", "horizontalaccuracy", "gpsaccuracy", "acc"];

    public static readonly string[] Altitude = ["altitude", "altitudem", "alt", "elevation", "ele"];

    public static readonly string[] Speed =
        ["speed", "speedmps", "speedms", "velocity", "speedkmh", "speedkph", "kmh", "kph", "speedmph", "mph", "speedkn", "speedkt", "speedknots", "knots"];

    public static readonly string[] Heading = ["heading", "bearing", "course", "direction", "cog"];

    public static readonly string[] Battery = ["battery", "batterypercent", "batterylevel", "batt"];

    /// <summary>A name without case, spaces and punctuation: <c>Vehicle ID</c> and <c>vehicle_id</c> are equal.</summary>
    public static string Normalize(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
