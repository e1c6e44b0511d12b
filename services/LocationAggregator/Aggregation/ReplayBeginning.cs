using LocationAggregator.Horizon;
using LocationAggregator.Outliers;
using LocationAggregator.Stays;
using Tracker.Geo.Reports;

namespace LocationAggregator.Aggregation;

/// <summary>Where a replay begins.</summary>
/// <param name="Replay">From which anchor on things are done again.</param>
/// <param name="From">The first report to read: that anchor, or where its reports are gone, the first that is there.</param>
/// <param name="Open">The window open before it.</param>
/// <param name="Filter">Judges from it on.</param>
internal sealed record ReplayBeginning(StayReplay Replay, ReportKey From, StayWindow? Open, SandwichFilter Filter);

/// <summary>Looks for the last anchor before a change.</summary>
internal sealed class BeginningSearch(IAggregateStore store, StayDetector detector, OutlierRule rule, TimeSpan farBack)
{
    /// <param name="trackerId">Who.</param>
    /// <param name="change">What changed.</param>
    /// <param name="earlier">The open window of the earlier run.</param>
    /// <param name="horizon">The state where reports are gone; null where none are.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ReplayBeginning> FindAsync(
        long trackerId, PastChange change, StayWindow earlier, HorizonState? horizon, CancellationToken cancellationToken)
    {
        StoredStay? before = await store.StayBeforeAsync(trackerId, change.First, cancellationToken);
        StayReplay replay = StayReplay.For(change.First, change.Last, earlier, before?.Span);
        if (!(change.First == ReportKey.First || (replay.Start is { } near && change.First.RecordedAt - near.RecordedAt <= farBack)))
        {
            replay = await AfterSilenceAsync(trackerId, change.First, replay, horizon?.From ?? ReportKey.First, cancellationToken);
        }

        return horizon is not null && !(replay.Start >= horizon.From)
            ? new ReplayBeginning(
                replay.StartingAt(horizon.Window?.Anchor ?? horizon.From), horizon.From, horizon.Window, SandwichFilter.GoingOn(rule, horizon.CameImpossibly))
            : new ReplayBeginning(replay, replay.Start ?? ReportKey.First, Open: null, new SandwichFilter(rule));
    }

    private async Task<StayReplay> AfterSilenceAsync(
        long trackerId, ReportKey first, StayReplay replay, ReportKey horizon, CancellationToken cancellationToken)
    {
        foreach ((Fix silent, Fix after) in await store.SilencesAsync(trackerId, first, detector.Gap, cancellationToken))
        {
            // What lies between reports that are kept from before the horizon is gone: no silence.
            if (after.Key < horizon)
            {
                break;
            }

            // What can be reached from its predecessor is no outlier, whatever follows; so it is an anchor.
            if (!rule.IsImpossible(silent, after))
            {
                return replay.Start is { } known && known >= after.Key ? replay : replay.StartingAt(after.Key);
            }
        }

        return replay;
    }
}
