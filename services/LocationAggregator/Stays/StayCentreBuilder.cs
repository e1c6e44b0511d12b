using Tracker.Data.Geodesy;
using Tracker.Data.Reports;

namespace LocationAggregator.Stays;

/// <summary>
/// The centre of a stay: the mean of its different coordinates, each weighted by 1/σ² of the best report there, σ within the
/// floor and the cap; an unknown accuracy counts as the cap, so that where none is known all weigh the same.
/// </summary>
/// <remarks>
/// Give the reports in the order of their keys: the same reports then give the same bits. Memory goes with the different
/// coordinates, not with the reports.
/// </remarks>
internal sealed class StayCentreBuilder(StayOptions options)
{
    // Nearer to a pole, a mean of longitudes says nothing about where things are.
    private const double PolarDegrees = 85;

    private readonly Dictionary<(double Latitude, double Longitude), int> _indices = [];
    private readonly List<(double Latitude, double Longitude, double Weight)> _places = [];
    private int _points;

    public void Add(Fix report)
    {
        _points++;
        double weight = Weight(report.AccuracyMetres);
        if (_indices.TryAdd((report.Latitude, report.Longitude), _places.Count))
        {
            _places.Add((report.Latitude, report.Longitude, weight));
            return;
        }

        int index = _indices[(report.Latitude, report.Longitude)];
        _places[index] = _places[index] with { Weight = Math.Max(_places[index].Weight, weight) };
    }

    /// <exception cref="InvalidOperationException">There is no report.</exception>
    public StayCentre Build()
    {
        if (_points == 0)
        {
            throw new InvalidOperationException("A stay has at least one report.");
        }

        if (_places.Exists(place => Math.Abs(place.Latitude) > PolarDegrees))
        {
            (double latitude, double longitude) = Directions.Mean(_places);
            return new StayCentre(latitude, longitude, _points);
        }

        return new StayCentre(
            _places.Sum(place => place.Latitude * place.Weight) / _places.Sum(place => place.Weight),
            Longitudes.WeightedCircularMean(_places.Select(place => (place.Longitude, place.Weight))),
            _points);
    }

    // In units of the cap's own weight: 1 for all where no accuracy is known.
    private double Weight(double? accuracy)
    {
        double relative = options.AccuracyCapMetres / Math.Clamp(accuracy ?? options.AccuracyCapMetres, options.AccuracyFloorMetres, options.AccuracyCapMetres);
        return relative * relative;
    }
}
