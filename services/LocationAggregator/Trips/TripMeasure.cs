using Tracker.Geo.Geodesy;
using Tracker.Geo.Reports;

namespace LocationAggregator.Trips;

/// <summary>Measures a trip report by report, in the order of their keys, so that the same reports give bit-identical results.</summary>
/// <param name="dropped">The part of the trip whose reports have been dropped; null if there is none.</param>
internal sealed class TripMeasure(Trip? dropped = null)
{
    private Trip? _trip = dropped;

    public void Add(Fix report) => _trip = _trip is { } trip
        ? trip with
        {
            To = report.Key,
            ToLatitude = report.Latitude,
            ToLongitude = report.Longitude,
            DistanceMetres = trip.DistanceMetres + Earth.DistanceMetres(trip.ToLatitude, trip.ToLongitude, report.Latitude, report.Longitude),
            Points = trip.Points + 1,
        }
        : new Trip(report.Key, report.Key, report.Latitude, report.Longitude, report.Latitude, report.Longitude, DistanceMetres: 0, Points: 1);

    /// <exception cref="InvalidOperationException">There are no reports.</exception>
    public Trip Build() => _trip ?? throw new InvalidOperationException("A trip has at least one report.");
}
