using LocationAggregator.Horizon;
using LocationAggregator.Outliers;
using LocationAggregator.Trips;
using Tracker.Geo.Reports;

namespace LocationAggregator.Aggregation;

/// <summary>A stretch whose good reports are wanted.</summary>
/// <param name="TrackerId">Whose.</param>
/// <param name="Stretch">From one good report to another.</param>
/// <param name="TakesEnd">Whether the last one belongs to it: a trip's does, that which closes a stay does not.</param>
/// <param name="Horizon">Where its first reports are gone: from where on they are there. Null where all are.</param>
/// <param name="Take">Gets them, one by one in order.</param>
internal sealed record ReadStretch(long TrackerId, Stretch Stretch, bool TakesEnd, HorizonState? Horizon, Action<Fix> Take)
{
    public static ReadStretch OfStay(long trackerId, Stretch stay, HorizonState? horizon, Action<Fix> take) =>
        new(trackerId, stay, TakesEnd: false, horizon?.Began(stay) == true ? horizon : null, take);

    public static ReadStretch OfTrip(long trackerId, Stretch trip, HorizonState? horizon, Action<Fix> take) =>
        new(trackerId, trip, TakesEnd: true, horizon?.Gone(trip) is null ? null : horizon, take);

    /// <summary>The first report to read.</summary>
    public ReportKey From => Horizon?.From ?? Stretch.From;

    public SandwichFilter Filter(OutlierRule rule) => Horizon is null ? new(rule) : SandwichFilter.GoingOn(rule, Horizon.CameImpossibly);
}

/// <summary>Reads stretches report by report, without the outliers: a parked tracker's can be thousands.</summary>
internal sealed class StretchReader(IAggregateStore store, OutlierRule rule)
{
    public async Task ReadAsync(IReadOnlyList<ReadStretch> stretches, CancellationToken cancellationToken)
    {
        SandwichFilter[] filters = [.. stretches.Select(stretch => stretch.Filter(rule))];
        await store.SpansAsync(
            [.. stretches.Select(stretch => (stretch.TrackerId, stretch.From, stretch.Stretch.To))],
            (i, report) =>
            {
                if (filters[i].Push(report) is { IsOutlier: false } good)
                {
                    stretches[i].Take(good.Fix);
                }
            },
            cancellationToken);
        foreach ((int i, ReadStretch stretch) in stretches.Index())
        {
            if (stretch.TakesEnd && filters[i].End() is { } end)
            {
                stretch.Take(end);
            }
        }
    }
}
