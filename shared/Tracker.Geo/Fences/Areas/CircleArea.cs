using Tracker.Geo.Geodesy;

namespace Tracker.Geo.Fences.Areas;

/// <summary>
/// A circle on the sphere. The squared chord is much cheaper than the great-circle distance and decides every point that is
/// not within rounding of the border.
/// </summary>
internal sealed class CircleArea : FenceArea
{
    // Far above the rounding error of a chord of length 1 (a micrometre) and of a distance (a millimetre per thousand kilometres).
    private const double Rounding = 1e-13;
    private const double RelativeRounding = 1e-9;

    private readonly PreparedPoint _centre;
    private readonly double _radius;
    private readonly double _surelyInside;
    private readonly double _surelyOutside;

    public CircleArea(CircleShape circle)
    {
        _centre = new PreparedPoint(circle.Latitude, circle.Longitude);
        _radius = circle.RadiusMetres;
        double chord = 2 * Math.Sin(_radius / (2 * Earth.RadiusMetres));
        double inner = (chord * (1 - RelativeRounding)) - Rounding;
        double outer = (chord * (1 + RelativeRounding)) + Rounding;
        _surelyInside = inner > 0 ? inner * inner : -1;
        _surelyOutside = outer * outer;
        Boxes = SearchBox.Around(circle.Latitude, circle.Longitude, _radius);
    }

    public override IReadOnlyList<Box> Boxes { get; }

    public override bool Contains(in PreparedPoint point)
    {
        double chord = _centre.SquaredChord(point);
        return chord < _surelyInside || (chord <= _surelyOutside && DistanceTo(point) <= _radius);
    }

    public override bool IsWithin(in PreparedPoint point, double metres) => DistanceTo(point) - _radius <= metres;

    public override bool IsCrossedBy(in PreparedPoint from, in PreparedPoint to) => EdgeDistance.IsWithin(_centre, Leg(from, to), _radius);

    private double DistanceTo(in PreparedPoint point) => Earth.DistanceMetres(
        _centre.Latitude, _centre.Longitude, _centre.CosLatitude, point.Latitude, point.Longitude, point.CosLatitude);
}
