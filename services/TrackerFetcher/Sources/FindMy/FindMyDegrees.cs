namespace TrackerFetcher.Sources.FindMy;

/// <summary>Coordinates as finders write them: 32 bits, signed, in units of 1e-7 degrees.</summary>
internal static class FindMyDegrees
{
    private const double UnitsPerDegree = 1e7;
    private const double Turnover = 4_294_967_296 / UnitsPerDegree;

    public static double Of(int units) => units / UnitsPerDegree;

    /// <summary>
    /// Degrees, of which some readers have read the 32 bits as unsigned: west and south then lie beyond 180, a whole turnover too far.
    /// </summary>
    public static double Signed(double degrees) => degrees > 180 ? degrees - Turnover : degrees < -180 ? degrees + Turnover : degrees;

    /// <summary>From whole units, signed or read as unsigned.</summary>
    public static double OfUnits(double units) => Signed(units / UnitsPerDegree);
}
