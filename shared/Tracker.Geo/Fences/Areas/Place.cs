using Tracker.Geo.Reports;

namespace Tracker.Geo.Fences.Areas;

/// <summary>A position in the forms that areas ask for, made once for all of them.</summary>
public readonly struct Place
{
    // On a sphere of radius 1, in the plane of the equator; the third coordinate is the sine of the latitude.
    private readonly double _x;
    private readonly double _y;

    /// <summary>Of degrees and, where known, metres of accuracy.</summary>
    public Place(double latitude, double longitude, double? accuracyMetres = null)
    {
        Latitude = latitude;
        Longitude = longitude;
        (SinLatitude, CosLatitude) = Math.SinCos(double.DegreesToRadians(latitude));
        (double sin, double cos) = Math.SinCos(double.DegreesToRadians(longitude));
        (_x, _y) = (CosLatitude * cos, CosLatitude * sin);
        AccuracyMetres = accuracyMetres ?? 0;
    }

    /// <summary>Of a report.</summary>
    public Place(in Fix fix)
        : this(fix.Latitude, fix.Longitude, fix.AccuracyMetres)
    {
    }

    /// <summary>Degrees.</summary>
    public double Latitude { get; }

    /// <summary>Degrees.</summary>
    public double Longitude { get; }

    /// <summary>Sine of the latitude.</summary>
    public double SinLatitude { get; }

    /// <summary>Cosine of the latitude.</summary>
    public double CosLatitude { get; }

    /// <summary>Metres; 0 where unknown: an unknown accuracy excuses no distance.</summary>
    public double AccuracyMetres { get; }

    /// <summary>Square of the straight line between two places through a sphere of radius 1.</summary>
    internal double SquaredChord(in Place other)
    {
        (double x, double y, double z) = (_x - other._x, _y - other._y, SinLatitude - other.SinLatitude);
        return (x * x) + (y * y) + (z * z);
    }
}
