using Tracker.Data.Geodesy;

namespace Tracker.Data.Fences.Areas;

internal sealed class CircleArea(CircleShape circle) : FenceArea
{
    private readonly double _cosLatitude = Math.Cos(double.DegreesToRadians(circle.Latitude));

    public override IReadOnlyList<Box> Boxes { get; } = Surroundings.Boxes(circle.Latitude, circle.Longitude, circle.RadiusMetres);

    public override bool Holds(in Place place) => DistanceTo(place) <= circle.RadiusMetres;

    public override bool Reaches(in Place place, double metres) => DistanceTo(place) - circle.RadiusMetres <= metres;

    public override bool IsCrossed(in Place from, in Place to) =>
        EdgeDistance.IsWithin(new Place(circle.Latitude, circle.Longitude), Way(from, to), circle.RadiusMetres);

    private double DistanceTo(in Place place) => Earth.DistanceMetres(
        circle.Latitude, circle.Longitude, _cosLatitude, place.Latitude, place.Longitude, place.CosLatitude);
}
