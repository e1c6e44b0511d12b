using Tracker.Geo.Geodesy;

namespace Tracker.Geo.Fences.Areas;

/// <summary>Bounds, in degrees, for everything within a distance of a point.</summary>
internal static class SearchBox
{
    // Far above any rounding error, and less than a tenth of a millimetre.
    private const double SlackDegrees = 1e-9;

    /// <summary>The degrees of latitude that a distance spans; the same everywhere.</summary>
    public static double DegreesOfLatitude(double metres) => double.RadiansToDegrees(metres / Earth.RadiusMetres) + SlackDegrees;

    /// <summary>The degrees of longitude that a distance spans to either side; 180 if it reaches a pole.</summary>
    public static double DegreesOfLongitude(double latitude, double metres) =>
        Math.Abs(latitude) + DegreesOfLatitude(metres) >= 90
            ? 180
            : double.RadiansToDegrees(Math.Asin(Math.Min(1, Math.Sin(metres / Earth.RadiusMetres) / Math.Cos(double.DegreesToRadians(latitude))))) + SlackDegrees;

    /// <summary>Bounding boxes that together cover everything within a distance of a point.</summary>
    public static IReadOnlyList<Box> Around(double latitude, double longitude, double metres)
    {
        double across = DegreesOfLongitude(latitude, metres);
        double along = DegreesOfLatitude(metres);
        return Box.Split(longitude - across, Math.Max(-90, latitude - along), longitude + across, Math.Min(90, latitude + along));
    }
}
