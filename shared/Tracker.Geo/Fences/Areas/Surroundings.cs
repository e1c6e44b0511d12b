using Tracker.Geo.Geodesy;

namespace Tracker.Geo.Fences.Areas;

/// <summary>How far in degrees what lies within a distance of a place can be.</summary>
internal static class Surroundings
{
    // Far more than rounding can lose, and no more than a tenth of a millimetre.
    private const double SlackDegrees = 1e-9;

    /// <summary>Degrees of latitude; it is the same everywhere.</summary>
    public static double LatitudeReach(double metres) => double.RadiansToDegrees(metres / Earth.RadiusMetres) + SlackDegrees;

    /// <summary>Degrees of longitude to either side; 180 where a pole is within reach, and with it every longitude.</summary>
    public static double LongitudeReach(double latitude, double metres) =>
        Math.Abs(latitude) + LatitudeReach(metres) >= 90
            ? 180
            : double.RadiansToDegrees(Math.Asin(Math.Min(1, Math.Sin(metres / Earth.RadiusMetres) / Math.Cos(double.DegreesToRadians(latitude))))) + SlackDegrees;

    /// <summary>Boxes of the map that hold everything within a distance of a place.</summary>
    public static IReadOnlyList<Box> Boxes(double latitude, double longitude, double metres)
    {
        double across = LongitudeReach(latitude, metres);
        double along = LatitudeReach(metres);
        return Box.Split(longitude - across, Math.Max(-90, latitude - along), longitude + across, Math.Min(90, latitude + along));
    }
}
