namespace Tracker.Geo.Geodesy;

/// <summary>The one earth model of the product: a sphere, distances by haversine.</summary>
public static class Earth
{
    /// <summary>Radius of the sphere in metres.</summary>
    public const double RadiusMetres = 6_371_000;

    /// <summary>Half the circumference in metres: no two places are further apart.</summary>
    public const double LongestDistanceMetres = Math.PI * RadiusMetres;

    /// <summary>Metres that one degree along a meridian (or the equator) measures.</summary>
    public const double MetresPerDegree = LongestDistanceMetres / 180;

    /// <summary>Great-circle distance in metres between two places given in degrees; right across the antimeridian and the poles.</summary>
    public static double DistanceMetres(double latitude1, double longitude1, double latitude2, double longitude2) =>
        DistanceMetres(
            latitude1, longitude1, Math.Cos(double.DegreesToRadians(latitude1)),
            latitude2, longitude2, Math.Cos(double.DegreesToRadians(latitude2)));

    /// <summary>The same for callers that keep the cosines of the latitudes (many distances from one place).</summary>
    public static double DistanceMetres(
        double latitude1, double longitude1, double cosLatitude1, double latitude2, double longitude2, double cosLatitude2)
    {
        double sinHalfLatitude = Math.Sin(double.DegreesToRadians(latitude2 - latitude1) / 2);
        double sinHalfLongitude = Math.Sin(double.DegreesToRadians(longitude2 - longitude1) / 2);
        double haversine = (sinHalfLatitude * sinHalfLatitude) + (cosLatitude1 * cosLatitude2 * sinHalfLongitude * sinHalfLongitude);

        // Rounding can carry antipodes a hair above 1.
        return 2 * RadiusMetres * Math.Asin(Math.Min(1, Math.Sqrt(haversine)));
    }
}
