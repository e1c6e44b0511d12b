using LocationAggregator.Outliers;
using LocationAggregator.Trips;
using Tracker.Data.Reports;

namespace LocationAggregator.Aggregation;

/// <summary>A stretch whose good reports are wanted.</summary>
/// <param name="TrackerId">Whose.</param>
/// <param name="Stretch">From one good report to another.</param>
/// <param name="TakesEnd">Whether the last one belongs to it: a trip's does, that which closes a stay does not.</param>
/// <param name="Take">Gets them, one by one in order.</param>
internal sealed record ReadStretch(long TrackerId, Stretch Stretch, bool TakesEnd, Action<Fix> Take);

/// <summary>Reads stretches report by report, without the outliers: a parked tracker's can be thousands.</summary>
internal sealed class StretchReader(IAggregateStore store, OutlierRule rule)
{
    public async Task ReadAsync(IReadOnlyList<ReadStretch> stretches, CancellationToken cancellationToken)
    {
        SandwichFilter[] filters = [.. stretches.Select(_ => new SandwichFilter(rule))];
        await store.SpansAsync(
            [.. stretches.Select(stretch => (stretch.TrackerId, stretch.Stretch.From, stretch.Stretch.To))],
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
