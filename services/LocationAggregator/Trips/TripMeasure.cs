using Tracker.Geo.Geodesy;
using Tracker.Geo.Reports;

namespace LocationAggregator.Trips;

/// <summary>Measures a trip, report by report in the order of their keys: the same reports give the same bits.</summary>
/// <param name="gone">As far as the trip goes whose reports are gone; null where all are there.</param>
internal sealed class TripMeasure(Trip? gone = null)
{
    private Trip? _trip = gone;

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

    /// <exception cref="InvalidOperationException">There is no report.</exception>
    public Trip Build() => _trip ?? throw new InvalidOperationException("A trip has at least one report.");
}
