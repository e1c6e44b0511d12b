namespace TrackerFetcher.Sources;

/// <summary>Units of speed that sources use.</summary>
internal enum SpeedUnit
{
    MetresPerSecond,
    KilometresPerHour,
    MilesPerHour,
    Knots,
}

/// <summary>From any unit to metres per second.</summary>
internal static class SpeedUnits
{
    /// <summary>The unit that a field's plain name tells; metres per second where it tells none.</summary>
    public static SpeedUnit OfName(string plain) => plain switch
    {
        "speedkmh" or "speedkph" or "kmh" or "kph" => SpeedUnit.KilometresPerHour,
        "speedmph" or "mph" => SpeedUnit.MilesPerHour,
        "speedkn" or "speedkt" or "speedknots" or "knots" => SpeedUnit.Knots,
        _ => SpeedUnit.MetresPerSecond,
    };

    /// <summary>What a figure is to be multiplied with to be metres per second.</summary>
    public static double Factor(SpeedUnit unit) => unit switch
    {
        SpeedUnit.KilometresPerHour => 1 / 3.6,
        SpeedUnit.MilesPerHour => 0.44704,
        SpeedUnit.Knots => 1852 / 3600.0,
        _ => 1,
    };
}
