namespace Tracker.Geo.Geodesy;

/// <summary>Arithmetic on longitudes, which wrap at the antimeridian.</summary>
public static class Longitudes
{
    /// <summary>
    /// The circular mean in degrees, -180 to 180: the mean of 179 and -179 is 180, not 0. Longitudes that cancel out
    /// (0 and 180) have no direction in common: the result is then some longitude, the same for the same input.
    /// </summary>
    /// <exception cref="ArgumentException">There is no longitude at all.</exception>
    public static double CircularMean(IEnumerable<double> longitudes) => WeightedCircularMean(longitudes.Select(longitude => (longitude, 1.0)));

    /// <summary>The same, each longitude with a weight of its own.</summary>
    /// <exception cref="ArgumentException">There is no longitude at all.</exception>
    public static double WeightedCircularMean(IEnumerable<(double Longitude, double Weight)> longitudes)
    {
        LongitudeSum sum = default;
        bool any = false;
        foreach ((double longitude, double weight) in longitudes)
        {
            sum = sum.With(longitude, weight);
            any = true;
        }

        return any ? sum.Mean() : throw new ArgumentException("The mean of no longitudes is undefined.", nameof(longitudes));
    }

    /// <summary>The shorter way from one longitude to another in degrees, -180 to 180, east positive.</summary>
    public static double Difference(double from, double to)
    {
        double difference = to - from;
        return difference > 180 ? difference - 360 : difference < -180 ? difference + 360 : difference;
    }
}
