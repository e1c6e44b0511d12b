using Tracker.Geo.Reports;

namespace LocationAggregator.Stays;

/// <summary>
/// The centre of a stay: the mean of its different coordinates, each weighted by 1/σ² of the best report there, σ within the
/// floor and the cap; an unknown accuracy counts as the cap, so that where none is known all weigh the same.
/// </summary>
/// <remarks>
/// Give the reports in the order of their keys: the same reports then give the same bits. Memory goes with the different
/// coordinates, not with the reports.
/// </remarks>
/// <param name="options">The floor and the cap.</param>
/// <param name="before">Reports of the stay that are gone. Coordinates that come again after them count once more.</param>
internal sealed class StayCentreBuilder(StayOptions options, PlaceSum before = default)
{
    private readonly Dictionary<(double Latitude, double Longitude), int> _indices = [];
    private readonly List<(double Latitude, double Longitude, double Weight)> _places = [];
    private int _points = before.Points;

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

    /// <summary>All that a builder needs to go on from here.</summary>
    public PlaceSum Sum() =>
        _places.Aggregate(before, static (sum, place) => sum.With(place.Latitude, place.Longitude, place.Weight)) with { Points = _points };

    /// <exception cref="InvalidOperationException">There is no report.</exception>
    public StayCentre Build() => Sum().Centre();

    // In units of the cap's own weight: 1 for all where no accuracy is known.
    private double Weight(double? accuracy)
    {
        double relative = options.AccuracyCapMetres / Math.Clamp(accuracy ?? options.AccuracyCapMetres, options.AccuracyFloorMetres, options.AccuracyCapMetres);
        return relative * relative;
    }
}
