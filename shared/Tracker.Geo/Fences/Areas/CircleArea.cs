using Tracker.Geo.Geodesy;

namespace Tracker.Geo.Fences.Areas;

/// <summary>
/// A place is inside by the distance on the sphere. The straight line through the sphere costs far less, and says the same
/// wherever the border is not so near that rounding could decide.
/// </summary>
internal sealed class CircleArea : FenceArea
{
    // Many times what rounding can do to a line of length 1, or to the distance: a micrometre, a millimetre in a thousand kilometres.
    private const double Rounding = 1e-13;
    private const double RelativeRounding = 1e-9;

    private readonly Place _centre;
    private readonly double _radius;
    private readonly double _surelyInside;
    private readonly double _surelyOutside;

    public CircleArea(CircleShape circle)
    {
        _centre = new Place(circle.Latitude, circle.Longitude);
        _radius = circle.RadiusMetres;
        double chord = 2 * Math.Sin(_radius / (2 * Earth.RadiusMetres));
        double inner = (chord * (1 - RelativeRounding)) - Rounding;
        double outer = (chord * (1 + RelativeRounding)) + Rounding;
        _surelyInside = inner > 0 ? inner * inner : -1;
        _surelyOutside = outer * outer;
        Boxes = Surroundings.Boxes(circle.Latitude, circle.Longitude, _radius);
    }

    public override IReadOnlyList<Box> Boxes { get; }

    public override bool Holds(in Place place)
    {
        double chord = _centre.SquaredChord(place);
        return chord < _surelyInside || (chord <= _surelyOutside && DistanceTo(place) <= _radius);
    }

    public override bool Reaches(in Place place, double metres) => DistanceTo(place) - _radius <= metres;

    public override bool IsCrossed(in Place from, in Place to) => EdgeDistance.IsWithin(_centre, Way(from, to), _radius);

    private double DistanceTo(in Place place) => Earth.DistanceMetres(
        _centre.Latitude, _centre.Longitude, _centre.CosLatitude, place.Latitude, place.Longitude, place.CosLatitude);
}
