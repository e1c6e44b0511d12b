using Tracker.Geo.Geodesy;

namespace LocationAggregator.Stays;

/// <summary>What is known of a stay's reports when the reports themselves are gone: enough to go on adding to. The default is that of none.</summary>
/// <param name="Points">How many reports.</param>
/// <param name="Weight">The sum of the different places' weights.</param>
/// <param name="Latitude">Their weighted latitudes.</param>
/// <param name="Longitude">Their weighted longitudes.</param>
/// <param name="Direction">The same places as directions, for those near a pole.</param>
/// <param name="IsPolar">Whether one of them is near a pole.</param>
internal readonly record struct PlaceSum(int Points, double Weight, double Latitude, LongitudeSum Longitude, DirectionSum Direction, bool IsPolar)
{
    // Nearer to a pole, a mean of longitudes says nothing about where things are.
    private const double PolarDegrees = 85;

    /// <summary>With one place more; <see cref="Points"/> are reports, and counted apart.</summary>
    public PlaceSum With(double latitude, double longitude, double weight) => this with
    {
        Weight = Weight + weight,
        Latitude = Latitude + (latitude * weight),
        Longitude = Longitude.With(longitude, weight),
        Direction = Direction.With(latitude, longitude, weight),
        IsPolar = IsPolar || Math.Abs(latitude) > PolarDegrees,
    };

    /// <exception cref="InvalidOperationException">There is no report.</exception>
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
