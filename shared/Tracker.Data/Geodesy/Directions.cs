namespace Tracker.Data.Geodesy;

/// <summary>Places as directions from the middle of the earth, where neither the poles nor the antimeridian are special.</summary>
public static class Directions
{
    /// <summary>
    /// The weighted mean of places in degrees: across a pole it is at the pole. Places that cancel out (antipodes) have no
    /// mean: the result is then some place, the same for the same input.
    /// </summary>
    /// <exception cref="ArgumentException">There is no place at all.</exception>
    public static (double Latitude, double Longitude) Mean(IEnumerable<(double Latitude, double Longitude, double Weight)> places)
    {
        (double x, double y, double z, bool any) = (0, 0, 0, false);
        foreach ((double latitude, double longitude, double weight) in places)
        {
            (double sinLatitude, double cosLatitude) = Math.SinCos(double.DegreesToRadians(latitude));
            (double sinLongitude, double cosLongitude) = Math.SinCos(double.DegreesToRadians(longitude));
            x += weight * cosLatitude * cosLongitude;
            y += weight * cosLatitude * sinLongitude;
            z += weight * sinLatitude;
            any = true;
        }

        return any
            ? (double.RadiansToDegrees(Math.Atan2(z, Math.Sqrt((x * x) + (y * y)))), double.RadiansToDegrees(Math.Atan2(y, x)))
            : throw new ArgumentException("The mean of no places is undefined.", nameof(places));
    }
}
