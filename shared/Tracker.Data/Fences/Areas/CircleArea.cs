using Tracker.Data.Geodesy;

namespace Tracker.Data.Fences.Areas;

internal sealed class CircleArea(CircleShape circle) : FenceArea
{
    // Copied: the circle itself would be one more place in memory to look at.
    private readonly double _latitude = circle.Latitude;
    private readonly double _longitude = circle.Longitude;
    private readonly double _radius = circle.RadiusMetres;
    private readonly double _cosLatitude = Math.Cos(double.DegreesToRadians(circle.Latitude));

    public override IReadOnlyList<Box> Boxes { get; } = Surroundings.Boxes(circle.Latitude, circle.Longitude, circle.RadiusMetres);

    public override bool Holds(in Place place) => DistanceTo(place) <= _radius;

    public override bool Reaches(in Place place, double metres) => DistanceTo(place) - _radius <= metres;

    public override bool IsCrossed(in Place from, in Place to) =>
        EdgeDistance.IsWithin(new Place(_latitude, _longitude), Way(from, to), _radius);

    private double DistanceTo(in Place place) => Earth.DistanceMetres(
        _latitude, _longitude, _cosLatitude, place.Latitude, place.Longitude, place.CosLatitude);
}
