namespace Tracker.Geo.Geodesy;

/// <summary>A weighted sum of longitudes as directions in the plane, to go on adding to; the default is the empty one.</summary>
/// <param name="Sines">The weighted sines.</param>
/// <param name="Cosines">The weighted cosines.</param>
public readonly record struct LongitudeSum(double Sines, double Cosines)
{
    /// <summary>With one longitude, in degrees, more.</summary>
    public LongitudeSum With(double longitude, double weight)
    {
        (double sine, double cosine) = Math.SinCos(double.DegreesToRadians(longitude));
        return new LongitudeSum(Sines + (weight * sine), Cosines + (weight * cosine));
    }

    /// <summary>The circular mean in degrees, -180 to 180; some longitude where they cancel out.</summary>
    public double Mean() => double.RadiansToDegrees(Math.Atan2(Sines, Cosines));
}
