using LocationAggregator.History;
using LocationAggregator.Horizon;
using LocationAggregator.Outliers;
using LocationAggregator.Stays;
using Tracker.Geo.Reports;

namespace LocationAggregator.Replaying;

/// <summary>Finds the last anchor before a change.</summary>
internal sealed class ReplayStartSearch(IAggregateStore store, StayDetector detector, OutlierRule rule, TimeSpan gapSearchThreshold)
{
    /// <param name="trackerId">The tracker.</param>
    /// <param name="change">The change.</param>
    /// <param name="earlier">The open window of the earlier run.</param>
    /// <param name="horizon">The state at the retention horizon; null if no report has been dropped.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<ReplayStart> FindAsync(
        long trackerId, HistoryChange change, StayWindow earlier, HorizonState? horizon, CancellationToken cancellationToken)
    {
        StoredStay? before = await store.StayBeforeAsync(trackerId, change.First, cancellationToken);
        StayReplay replay = StayReplay.For(change.First, change.Last, earlier, before?.Span);
        bool isNear = replay.Start is { } near && change.First.RecordedAt - near.RecordedAt <= gapSearchThreshold;
        if (change.First != ReportKey.First && !isNear)
        {
            replay = await AfterGapAsync(trackerId, change.First, replay, horizon?.From ?? ReportKey.First, cancellationToken);
        }

        return horizon is not null && !(replay.Start >= horizon.From)
            ? new ReplayStart(
                replay.WithStart(horizon.Window?.Anchor ?? horizon.From),
                horizon.From,
                horizon.Window,
                SpikeFilter.Resume(rule, horizon.IsArrivalImpossible))
            : new ReplayStart(replay, replay.Start ?? ReportKey.First, Open: null, new SpikeFilter(rule));
    }

    private async Task<StayReplay> AfterGapAsync(
        long trackerId, ReportKey first, StayReplay replay, ReportKey horizon, CancellationToken cancellationToken)
    {
        foreach ((Fix before, Fix after) in await store.GapsAsync(trackerId, first, detector.Gap, cancellationToken))
        {
            // Between the reports that are kept from before the horizon, others have been dropped: this is no gap.
            if (after.Key < horizon)
            {
                break;
            }

            // A report that its predecessor can reach is not an outlier, whatever follows. After a gap it is therefore an anchor.
            if (!rule.IsImpossible(before, after))
            {
                return replay.Start is { } known && known >= after.Key ? replay : replay.WithStart(after.Key);
            }
        }

        return replay;
    }
}
