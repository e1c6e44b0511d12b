namespace LocationAggregator.Stays;

/// <summary>Where a stay was.</summary>
/// <param name="Latitude">Degrees.</param>
/// <param name="Longitude">Degrees.</param>
/// <param name="Points">How many reports.</param>
internal readonly record struct StayCentre(double Latitude, double Longitude, int Points);
