namespace Tracker.Geo.Geodesy;

/// <summary>Arithmetic on longitudes, which wrap around at the antimeridian.</summary>
public static class Longitudes
{
    /// <summary>
    /// The circular mean in degrees, -180 to 180: the mean of 179 and -179 is 180, not 0. If the longitudes cancel out (0
    /// and 180), the result is arbitrary but deterministic.
    /// </summary>
    /// <exception cref="ArgumentException">There are no longitudes.</exception>
    public static double CircularMean(IEnumerable<double> longitudes) => WeightedCircularMean(longitudes.Select(longitude => (longitude, 1.0)));

    /// <summary>The circular mean of weighted longitudes in degrees.</summary>
    /// <exception cref="ArgumentException">There are no longitudes.</exception>
    public static double WeightedCircularMean(IEnumerable<(double Longitude, double Weight)> longitudes)
    {
        LongitudeSum sum = default;
        bool any = false;
        foreach ((double longitude, double weight) in longitudes)
        {
            sum = sum.With(longitude, weight);
            any = true;
        }

        return any ? sum.Mean() : throw new ArgumentException("There must be at least one longitude.", nameof(longitudes));
    }

    /// <summary>The shorter way from one longitude to another in degrees, -180 to 180, positive eastwards.</summary>
    public static double Difference(double from, double to)
    {
        double difference = to - from;
        return difference switch
        {
            > 180 => difference - 360,
            < -180 => difference + 360,
            _ => difference,
        };
    }
}
