namespace Tracker.Geo.Geodesy;

/// <summary>A weighted sum of points as unit vectors from the centre of the earth. The default value is the empty sum.</summary>
/// <param name="X">The component towards latitude 0, longitude 0.</param>
/// <param name="Y">The component towards latitude 0, longitude 90.</param>
/// <param name="Z">The component towards the north pole.</param>
public readonly record struct DirectionSum(double X, double Y, double Z)
{
    /// <summary>Returns the sum plus one weighted point, in degrees.</summary>
    public DirectionSum With(double latitude, double longitude, double weight)
    {
        (double sinLatitude, double cosLatitude) = Math.SinCos(double.DegreesToRadians(latitude));
        (double sinLongitude, double cosLongitude) = Math.SinCos(double.DegreesToRadians(longitude));
        return new DirectionSum(X + (weight * cosLatitude * cosLongitude), Y + (weight * cosLatitude * sinLongitude), Z + (weight * sinLatitude));
    }

    /// <summary>
    /// The mean point in degrees. Points on all sides of a pole average to the pole. If the points cancel out, the result
    /// is arbitrary but deterministic.
    /// </summary>
    public (double Latitude, double Longitude) Mean() =>
        (double.RadiansToDegrees(Math.Atan2(Z, Math.Sqrt((X * X) + (Y * Y)))), double.RadiansToDegrees(Math.Atan2(Y, X)));
}
