using Tracker.Geo.Geodesy;

namespace LocationAggregator.Stays;

/// <summary>
/// The sum over a stay's reports, from which a <see cref="StayCentreBuilder"/> continues after the reports have been
/// dropped. The default value is the empty sum.
/// </summary>
/// <param name="Points">The number of reports.</param>
/// <param name="Weight">The sum of the weights of the distinct coordinates.</param>
/// <param name="Latitude">The sum of the weighted latitudes.</param>
/// <param name="Longitude">The sum of the weighted longitudes.</param>
/// <param name="Direction">The same coordinates as unit vectors, used near a pole.</param>
/// <param name="IsPolar">Whether any of the coordinates is near a pole.</param>
internal readonly record struct WeightedPointSum(int Points, double Weight, double Latitude, LongitudeSum Longitude, DirectionSum Direction, bool IsPolar)
{
    // Nearer to a pole, a mean of longitudes is meaningless.
    private const double PolarDegrees = 85;

    /// <summary>Returns the sum plus one weighted point. Does not change <see cref="Points"/>, which counts reports.</summary>
    public WeightedPointSum With(double latitude, double longitude, double weight) => this with
    {
        Weight = Weight + weight,
        Latitude = Latitude + (latitude * weight),
        Longitude = Longitude.With(longitude, weight),
        Direction = Direction.With(latitude, longitude, weight),
        IsPolar = IsPolar || Math.Abs(latitude) > PolarDegrees,
    };

    /// <exception cref="InvalidOperationException">There are no reports.</exception>
    public StayCentre Centre()
    {
        if (Points == 0)
        {
            throw new InvalidOperationException("A stay has at least one report.");
        }

        (double latitude, double longitude) = IsPolar ? Direction.Mean() : (Latitude / Weight, Longitude.Mean());
        return new StayCentre(latitude, longitude, Points);
    }
}
