using NetTopologySuite.Geometries;
using Tracker.Data.Reports;

namespace GeofenceProcessor.Judging;

/// <summary>A position in the forms that the areas ask for, made once for all of them.</summary>
internal readonly struct Place
{
    public Place(in Fix fix)
    {
        Latitude = fix.Latitude;
        Longitude = fix.Longitude;
        CosLatitude = Math.Cos(double.DegreesToRadians(fix.Latitude));
        AccuracyMetres = fix.AccuracyMetres ?? 0;
        Coordinate = new Coordinate(fix.Longitude, fix.Latitude);
    }

    public double Latitude { get; }

    public double Longitude { get; }

    public double CosLatitude { get; }

    /// <summary>0 where unknown: an unknown accuracy excuses no distance.</summary>
    public double AccuracyMetres { get; }

    public Coordinate Coordinate { get; }
}
