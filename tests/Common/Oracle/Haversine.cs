namespace Tracker.Tests.Oracle;

/// <summary>Distances on a sphere of 6,371,000 m.</summary>
internal static class Haversine
{
    private const double Radius = 6_371_000;

    public static double Metres(OracleReport from, OracleReport to) => Metres(from.Latitude, from.Longitude, to.Latitude, to.Longitude);

    public static double Metres(double fromLatitude, double fromLongitude, double toLatitude, double toLongitude)
    {
        double south = Math.PI / 180 * fromLatitude;
        double north = Math.PI / 180 * toLatitude;
        double up = Math.Sin((north - south) / 2);
        double across = Math.Sin(Math.PI / 180 * (toLongitude - fromLongitude) / 2);
        return 2 * Radius * Math.Asin(Math.Sqrt(Math.Min(1, (up * up) + (Math.Cos(south) * Math.Cos(north) * across * across))));
    }
}
