using Tracker.Geo.Reports;

namespace LocationAggregator.Stays;

/// <summary>
/// Computes the centre of a stay: the mean of its distinct coordinates, each weighted by 1/σ² of the most accurate report
/// there. σ is clamped to the floor and the cap. An unknown accuracy counts as the cap, so that all coordinates weigh the
/// same if no accuracy is known.
/// </summary>
/// <remarks>
/// Add reports in the order of their keys, so that the same reports give bit-identical results. Memory grows with the
/// number of distinct coordinates, not of reports.
/// </remarks>
/// <param name="options">The floor and the cap of the accuracy.</param>
/// <param name="before">The sum over the dropped reports of the stay. Coordinates that recur after them are counted again.</param>
internal sealed class StayCentreBuilder(StayOptions options, WeightedPointSum before = default)
{
    private readonly Dictionary<(double Latitude, double Longitude), int> _indices = [];
    private readonly List<(double Latitude, double Longitude, double Weight)> _coordinates = [];
    private int _points = before.Points;

    public void Add(Fix report)
    {
        _points++;
        double weight = Weight(report.AccuracyMetres);
        if (_indices.TryAdd((report.Latitude, report.Longitude), _coordinates.Count))
        {
            _coordinates.Add((report.Latitude, report.Longitude, weight));
            return;
        }

        int index = _indices[(report.Latitude, report.Longitude)];
        _coordinates[index] = _coordinates[index] with { Weight = Math.Max(_coordinates[index].Weight, weight) };
    }

    /// <summary>The sum from which another builder can continue.</summary>
    public WeightedPointSum Sum() =>
        _coordinates.Aggregate(before, static (sum, point) => sum.With(point.Latitude, point.Longitude, point.Weight)) with { Points = _points };

    /// <exception cref="InvalidOperationException">No report was added.</exception>
    public StayCentre Build() => Sum().Centre();

    // Relative to the weight of the cap, so that all weights are 1 if no accuracy is known.
    private double Weight(double? accuracy)
    {
        double relative = options.AccuracyCapMetres / Math.Clamp(accuracy ?? options.AccuracyCapMetres, options.AccuracyFloorMetres, options.AccuracyCapMetres);
        return relative * relative;
    }
}
