namespace LocationAggregator.Stays;

/// <summary>The centre of a stay.</summary>
/// <param name="Latitude">Degrees.</param>
/// <param name="Longitude">Degrees.</param>
/// <param name="Points">The number of reports.</param>
internal readonly record struct StayCentre(double Latitude, double Longitude, int Points);
