namespace Tracker.Geo.Geodesy;

/// <summary>A weighted sum of longitudes as unit vectors in the plane. The default value is the empty sum.</summary>
/// <param name="Sines">The sum of the weighted sines.</param>
/// <param name="Cosines">The sum of the weighted cosines.</param>
public readonly record struct LongitudeSum(double Sines, double Cosines)
{
    /// <summary>Returns the sum plus one weighted longitude, in degrees.</summary>
    public LongitudeSum With(double longitude, double weight)
    {
        (double sine, double cosine) = Math.SinCos(double.DegreesToRadians(longitude));
        return new LongitudeSum(Sines + (weight * sine), Cosines + (weight * cosine));
    }

    /// <summary>
    /// The circular mean in degrees, -180 to 180. If the longitudes cancel out, the result is arbitrary but deterministic.
    /// </summary>
    public double Mean() => double.RadiansToDegrees(Math.Atan2(Sines, Cosines));
}
