using Tracker.Geo.Geodesy;

namespace LocationAggregator.Tracks;

/// <summary>A point as a unit vector from the centre of the earth.</summary>
internal readonly record struct UnitVector(double X, double Y, double Z)
{
    public static UnitVector Of(double latitude, double longitude)
    {
        (double sinLatitude, double cosLatitude) = Math.SinCos(double.DegreesToRadians(latitude));
        (double sinLongitude, double cosLongitude) = Math.SinCos(double.DegreesToRadians(longitude));
        return new UnitVector(cosLatitude * cosLongitude, cosLatitude * sinLongitude, sinLatitude);
    }

    public double Dot(UnitVector other) => (X * other.X) + (Y * other.Y) + (Z * other.Z);

    public UnitVector Cross(UnitVector other) =>
        new((Y * other.Z) - (Z * other.Y), (Z * other.X) - (X * other.Z), (X * other.Y) - (Y * other.X));

    public double Length => Math.Sqrt(Dot(this));

    /// <summary>The great-circle distance in metres, also accurate for points close together.</summary>
    public double DistanceMetres(UnitVector other) => Earth.RadiusMetres * Math.Atan2(Cross(other).Length, Dot(other));
}

/// <summary>The shortest line between two points.</summary>
internal readonly struct GreatCircleSegment
{
    private readonly UnitVector _from;
    private readonly UnitVector _to;
    private readonly UnitVector _normal;
    private readonly double _length;

    public GreatCircleSegment(UnitVector from, UnitVector to)
    {
        (_from, _to) = (from, to);
        _normal = from.Cross(to);
        _length = _normal.Length;
    }

    /// <summary>The distance in metres from a point to the nearest point of the segment.</summary>
    public double DistanceMetres(UnitVector point)
    {
        // The nearest point is inside the segment if the point lies between the planes through the ends. A segment of length
        // 0 has no direction.
        if (_length > 0 && _normal.Cross(_from).Dot(point) >= 0 && _to.Cross(_normal).Dot(point) >= 0)
        {
            return Earth.RadiusMetres * Math.Abs(Math.Asin(Math.Clamp(_normal.Dot(point) / _length, -1, 1)));
        }

        return Math.Min(_from.DistanceMetres(point), _to.DistanceMetres(point));
    }
}
