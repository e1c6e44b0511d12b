using NetTopologySuite.Geometries;
using Tracker.Data.Geodesy;

namespace GeofenceProcessor.Judging;

/// <summary>The boxes in longitude and latitude that hold everything within a distance of a place.</summary>
internal static class SurroundingBoxes
{
    // Far more than rounding can lose, and no more than a tenth of a millimetre.
    private const double SlackDegrees = 1e-9;

    public static IReadOnlyList<Envelope> Of(double latitude, double longitude, double metres)
    {
        double angle = metres / Earth.RadiusMetres;
        double south = latitude - double.RadiansToDegrees(angle) - SlackDegrees;
        double north = latitude + double.RadiansToDegrees(angle) + SlackDegrees;
        if (south <= -90 || north >= 90)
        {
            // A pole is within reach, and with it every longitude.
            return [new Envelope(-180, 180, Math.Max(south, -90), Math.Min(north, 90))];
        }

        double reach = double.RadiansToDegrees(
            Math.Asin(Math.Min(1, Math.Sin(angle) / Math.Cos(double.DegreesToRadians(latitude))))) + SlackDegrees;
        double west = longitude - reach;
        double east = longitude + reach;
        return west < -180 ? [new Envelope(-180, east, south, north), new Envelope(west + 360, 180, south, north)]
            : east > 180 ? [new Envelope(west, 180, south, north), new Envelope(-180, east - 360, south, north)]
            : [new Envelope(west, east, south, north)];
    }
}
