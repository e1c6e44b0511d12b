namespace TrackerFetcher.Sources.FindMy;

/// <summary>Coordinates as finders write them: 32 bits, signed, in units of 1e-7 degrees.</summary>
internal static class FindMyDegrees
{
    private const double UnitsPerDegree = 1e7;
    private const double Wrap = 4_294_967_296 / UnitsPerDegree;

    public static double Of(int units) => units / UnitsPerDegree;

    /// <summary>
    /// Corrects degrees that a program has read as unsigned 32 bits: west and south are then beyond 180, by 2^32 units too large.
    /// </summary>
    public static double Signed(double degrees) => degrees > 180 ? degrees - Wrap : degrees < -180 ? degrees + Wrap : degrees;

    /// <summary>Converts units to degrees, whether they were read as signed or as unsigned.</summary>
    public static double OfUnits(double units) => Signed(units / UnitsPerDegree);
}
