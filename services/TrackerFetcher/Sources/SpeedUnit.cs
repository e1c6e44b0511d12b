namespace TrackerFetcher.Sources;

/// <summary>Units of speed in sources.</summary>
internal enum SpeedUnit
{
    MetresPerSecond,
    KilometresPerHour,
    MilesPerHour,
    Knots,
}

/// <summary>Conversion to metres per second.</summary>
internal static class SpeedUnits
{
    /// <summary>The unit in a field's normalized name; metres per second if it has none.</summary>
    public static SpeedUnit FromName(string name) => name switch
    {
        "speedkmh" or "speedkph" or "kmh" or "kph" => SpeedUnit.KilometresPerHour,
        "speedmph" or "mph" => SpeedUnit.MilesPerHour,
        "speedkn" or "speedkt" or "speedknots" or "knots" => SpeedUnit.Knots,
        _ => SpeedUnit.MetresPerSecond,
    };

    /// <summary>The factor from a unit to metres per second.</summary>
    public static double Factor(SpeedUnit unit) => unit switch
    {
        SpeedUnit.KilometresPerHour => 1 / 3.6,
        SpeedUnit.MilesPerHour => 0.44704,
        SpeedUnit.Knots => 1852 / 3600.0,
        _ => 1,
    };
}
