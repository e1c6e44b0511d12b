namespace Tracker.Geo.Geodesy;

/// <summary>The earth model of the product: a sphere, with distances by the haversine formula.</summary>
public static class Earth
{
    /// <summary>The radius of the sphere in metres.</summary>
    public const double RadiusMetres = 6_371_000;

    /// <summary>Half the circumference in metres, the greatest distance between two points.</summary>
    public const double MaxDistanceMetres = Math.PI * RadiusMetres;

    /// <summary>The length of one degree along a meridian or the equator, in metres.</summary>
    public const double MetresPerDegree = MaxDistanceMetres / 180;

    /// <summary>
    /// The great-circle distance in metres between two points in degrees. Correct across the antimeridian and at the poles.
    /// </summary>
    public static double DistanceMetres(double latitude1, double longitude1, double latitude2, double longitude2) =>
        DistanceMetres(
            latitude1, longitude1, Math.Cos(double.DegreesToRadians(latitude1)),
            latitude2, longitude2, Math.Cos(double.DegreesToRadians(latitude2)));

    /// <summary>The same for callers that have the cosines of the latitudes at hand.</summary>
    public static double DistanceMetres(
        double latitude1, double longitude1, double cosLatitude1, double latitude2, double longitude2, double cosLatitude2)
    {
        double sinHalfLatitude = Math.Sin(double.DegreesToRadians(latitude2 - latitude1) / 2);
        double sinHalfLongitude = Math.Sin(double.DegreesToRadians(longitude2 - longitude1) / 2);
        double haversine = (sinHalfLatitude * sinHalfLatitude) + (cosLatitude1 * cosLatitude2 * sinHalfLongitude * sinHalfLongitude);

        // Rounding can put antipodes slightly above 1.
        return 2 * RadiusMetres * Math.Asin(Math.Min(1, Math.Sqrt(haversine)));
    }
}
