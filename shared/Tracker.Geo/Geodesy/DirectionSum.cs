namespace Tracker.Geo.Geodesy;

/// <summary>A weighted sum of places as directions from the middle of the earth, to go on adding to; the default is the empty one.</summary>
/// <param name="X">Towards (0, 0).</param>
/// <param name="Y">Towards (0, 90).</param>
/// <param name="Z">Towards the north pole.</param>
public readonly record struct DirectionSum(double X, double Y, double Z)
{
    /// <summary>With one place, in degrees, more.</summary>
    public DirectionSum With(double latitude, double longitude, double weight)
    {
        (double sinLatitude, double cosLatitude) = Math.SinCos(double.DegreesToRadians(latitude));
        (double sinLongitude, double cosLongitude) = Math.SinCos(double.DegreesToRadians(longitude));
        return new DirectionSum(X + (weight * cosLatitude * cosLongitude), Y + (weight * cosLatitude * sinLongitude), Z + (weight * sinLatitude));
    }

    /// <summary>The mean place in degrees: across a pole it is at the pole; some place where they cancel out.</summary>
    public (double Latitude, double Longitude) Mean() =>
        (double.RadiansToDegrees(Math.Atan2(Z, Math.Sqrt((X * X) + (Y * Y)))), double.RadiansToDegrees(Math.Atan2(Y, X)));
}
