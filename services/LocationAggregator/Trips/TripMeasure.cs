using Tracker.Data.Geodesy;
using Tracker.Data.Reports;

namespace LocationAggregator.Trips;

/// <summary>Measures a trip, report by report in the order of their keys: the same reports give the same bits.</summary>
internal sealed class TripMeasure
{
    private Fix? _first;
    private Fix _last;
    private double _metres;
    private int _points;

    public void Add(Fix report)
    {
        if (_first is null)
        {
            _first = report;
        }
        else
        {
            _metres += Earth.DistanceMetres(_last.Latitude, _last.Longitude, report.Latitude, report.Longitude);
        }

        _last = report;
        _points++;
    }

    /// <exception cref="InvalidOperationException">There is no report.</exception>
    public Trip Build() => _first is { } first
        ? new Trip(first.Key, _last.Key, first.Latitude, first.Longitude, _last.Latitude, _last.Longitude, _metres, _points)
        : throw new InvalidOperationException("A trip has at least one report.");
}
