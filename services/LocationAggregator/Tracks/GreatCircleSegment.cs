using Tracker.Geo.Geodesy;

namespace LocationAggregator.Tracks;

/// <summary>A place as a unit vector from the middle of the earth.</summary>
internal readonly record struct Direction(double X, double Y, double Z)
{
    public static Direction Of(double latitude, double longitude)
    {
        (double sinLatitude, double cosLatitude) = Math.SinCos(double.DegreesToRadians(latitude));
        (double sinLongitude, double cosLongitude) = Math.SinCos(double.DegreesToRadians(longitude));
        return new Direction(cosLatitude * cosLongitude, cosLatitude * sinLongitude, sinLatitude);
    }

    public double Dot(Direction other) => (X * other.X) + (Y * other.Y) + (Z * other.Z);

    public Direction Cross(Direction other) =>
        new((Y * other.Z) - (Z * other.Y), (Z * other.X) - (X * other.Z), (X * other.Y) - (Y * other.X));

    public double Length => Math.Sqrt(Dot(this));

    /// <summary>Metres along the surface; exact for near places too.</summary>
    public double DistanceMetres(Direction other) => Earth.RadiusMetres * Math.Atan2(Cross(other).Length, Dot(other));
}

/// <summary>The shortest way between two places.</summary>
internal readonly struct GreatCircleSegment
{
    private readonly Direction _from;
    private readonly Direction _to;
    private readonly Direction _normal;
    private readonly double _length;

    public GreatCircleSegment(Direction from, Direction to)
    {
        (_from, _to) = (from, to);
        _normal = from.Cross(to);
        _length = _normal.Length;
    }

    /// <summary>How far a place is from the nearest one of the segment.</summary>
    public double DistanceMetres(Direction place)
    {
        // Beside the segment: between the planes that stand on its ends. Both ends in one place have no direction.
        if (_length > 0 && _normal.Cross(_from).Dot(place) >= 0 && _to.Cross(_normal).Dot(place) >= 0)
        {
            return Earth.RadiusMetres * Math.Abs(Math.Asin(Math.Clamp(_normal.Dot(place) / _length, -1, 1)));
        }

        return Math.Min(_from.DistanceMetres(place), _to.DistanceMetres(place));
    }
}
