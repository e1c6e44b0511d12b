using LocationAggregator.Horizon;
using LocationAggregator.Outliers;
using LocationAggregator.Trips;
using Tracker.Geo.Reports;

namespace LocationAggregator.History;

/// <summary>A request for the reports of a segment, without the outliers.</summary>
/// <param name="TrackerId">The tracker.</param>
/// <param name="Segment">From one report to another; neither is an outlier.</param>
/// <param name="IncludesEnd">Whether the last report belongs to it: that of a trip does, the report that closes a stay does not.</param>
/// <param name="Horizon">The state at the retention horizon if the segment's first reports have been dropped; null otherwise.</param>
/// <param name="Take">Receives the reports one by one, in the order of their keys.</param>
internal sealed record SegmentRead(long TrackerId, Segment Segment, bool IncludesEnd, HorizonState? Horizon, Action<Fix> Take)
{
    public static SegmentRead OfStay(long trackerId, Segment stay, HorizonState? horizon, Action<Fix> take) =>
        new(trackerId, stay, IncludesEnd: false, horizon?.IsUnderWay(stay) == true ? horizon : null, take);

    public static SegmentRead OfTrip(long trackerId, Segment trip, HorizonState? horizon, Action<Fix> take) =>
        new(trackerId, trip, IncludesEnd: true, horizon?.DroppedPart(trip) is null ? null : horizon, take);

    /// <summary>The first report to read.</summary>
    public ReportKey From => Horizon?.From ?? Segment.From;

    public SpikeFilter Filter(OutlierRule rule) => Horizon is null ? new(rule) : SpikeFilter.Resume(rule, Horizon.IsArrivalImpossible);
}

/// <summary>Reads segments report by report: a parked tracker can have thousands of reports in one.</summary>
internal sealed class SegmentReader(IAggregateStore store, OutlierRule rule)
{
    public async Task ReadAsync(IReadOnlyList<SegmentRead> reads, CancellationToken cancellationToken)
    {
        (SegmentRead Read, SpikeFilter Filter)[] segments = [.. reads.Select(read => (read, read.Filter(rule)))];
        await store.SpansAsync(
            [.. reads.Select(read => (read.TrackerId, read.From, read.Segment.To))],
            (i, report) =>
            {
                if (segments[i].Filter.Push(report) is { IsOutlier: false } good)
                {
                    segments[i].Read.Take(good.Fix);
                }
            },
            cancellationToken);
        foreach ((SegmentRead read, SpikeFilter filter) in segments)
        {
            if (read.IncludesEnd && filter.Finish() is { } end)
            {
                read.Take(end);
            }
        }
    }
}
