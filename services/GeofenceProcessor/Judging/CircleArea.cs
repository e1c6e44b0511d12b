using NetTopologySuite.Geometries;
using Tracker.Data.Fences;
using Tracker.Data.Geodesy;

namespace GeofenceProcessor.Judging;

internal sealed class CircleArea(CircleShape circle) : FenceArea
{
    private readonly double _cosLatitude = Math.Cos(double.DegreesToRadians(circle.Latitude));

    public override IReadOnlyList<Envelope> Boxes { get; } = SurroundingBoxes.Of(circle.Latitude, circle.Longitude, circle.RadiusMetres);

    public override bool Holds(in Place place) => DistanceTo(place) <= circle.RadiusMetres;

    public override bool Reaches(in Place place, double metres) => DistanceTo(place) - circle.RadiusMetres <= metres;

    private double DistanceTo(in Place place) => Earth.DistanceMetres(
        circle.Latitude, circle.Longitude, _cosLatitude, place.Latitude, place.Longitude, place.CosLatitude);
}
