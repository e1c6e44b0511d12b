using Tracker.Geo.Reports;

namespace Tracker.Geo.Fences.Areas;

/// <summary>A point with the trigonometry that areas need, computed once for all of them.</summary>
public readonly struct PreparedPoint
{
    // Coordinates in the equatorial plane of the unit sphere; the third one is the sine of the latitude.
    private readonly double _x;
    private readonly double _y;

    /// <summary>Creates a point from degrees (WGS 84) and an optional accuracy in metres.</summary>
    public PreparedPoint(double latitude, double longitude, double? accuracyMetres = null)
    {
        Latitude = latitude;
        Longitude = longitude;
        (SinLatitude, CosLatitude) = Math.SinCos(double.DegreesToRadians(latitude));
        (double sin, double cos) = Math.SinCos(double.DegreesToRadians(longitude));
        (_x, _y) = (CosLatitude * cos, CosLatitude * sin);
        AccuracyMetres = accuracyMetres ?? 0;
    }

    /// <summary>Creates a point from a report's fix.</summary>
    public PreparedPoint(in Fix fix)
        : this(fix.Latitude, fix.Longitude, fix.AccuracyMetres)
    {
    }

    /// <summary>Degrees, -90 to 90.</summary>
    public double Latitude { get; }

    /// <summary>Degrees, -180 to 180.</summary>
    public double Longitude { get; }

    /// <summary>Sine of the latitude.</summary>
    public double SinLatitude { get; }

    /// <summary>Cosine of the latitude.</summary>
    public double CosLatitude { get; }

    /// <summary>Metres; 0 if the accuracy is unknown, so that an unknown accuracy adds no tolerance.</summary>
    public double AccuracyMetres { get; }

    /// <summary>The squared length of the chord between two points on the unit sphere.</summary>
    internal double SquaredChord(in PreparedPoint other)
    {
        (double x, double y, double z) = (_x - other._x, _y - other._y, SinLatitude - other.SinLatitude);
        return (x * x) + (y * y) + (z * z);
    }
}
