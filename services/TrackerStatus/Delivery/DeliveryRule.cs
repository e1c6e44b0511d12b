using Tracker.Data.Pipeline;
using Tracker.Data.Reports;
using TrackerStatus.Timeline;

namespace TrackerStatus.Delivery;

/// <summary>What is known of a tracker's delivery after its last processed report.</summary>
internal readonly record struct DeliveryState(Visit? Visit, Delivered? Delivered);

/// <summary>
/// Keeps the delivery true: new reports in order go on from the visit that is under way; late ones make the stretch that they
/// can change be walked again, from the beginning of the visit before them to where the walks meet.
/// </summary>
internal sealed class DeliveryRule(IStatusStore store, DeliveryMap map, StatusOptions options)
{
    private const int ReportsPerPage = 500;

    public async Task<DeliveryState> AfterAsync(long trackerId, DeliveryState before, TrackerBatch batch, CancellationToken cancellationToken)
    {
        // Nothing after the report that shows a delivery has a say in it.
        Fix[] late = [.. batch.Late.Where(fix => before.Delivered is not { } delivered || fix.Key < delivered.ShownBy)];
        if (late.Length > 0)
        {
            DeliveryWalk walk = Walk();
            ReportKey start = await VisitBeforeAsync(walk, trackerId, late[0].Key, cancellationToken);
            // Where a delivery stood, it may fall: then the walk goes on to the end.
            (ReportKey, ReportKey)? meets = before.Delivered is null ? (late[^1].Key, batch.Last!.Value.Key) : null;
            bool met = await WalkAsync(walk, trackerId, start, meets, cancellationToken);
            return met ? Ahead(before, batch) : new DeliveryState(walk.Visit, walk.Delivered);
        }

        return before.Delivered is null ? Ahead(before, batch) : before;
    }

    /// <summary>From the first report on.</summary>
    public async Task<DeliveryState> FromTheBeginningAsync(long trackerId, CancellationToken cancellationToken)
    {
        DeliveryWalk walk = Walk();
        await WalkAsync(walk, trackerId, ReportKey.First, meets: null, cancellationToken);
        return new DeliveryState(walk.Visit, walk.Delivered);
    }

    private DeliveryState Ahead(DeliveryState before, TrackerBatch batch)
    {
        DeliveryWalk walk = Walk().From(before.Visit);
        foreach (Fix report in batch.Fresh)
        {
            walk.Step(report);
        }

        return new DeliveryState(walk.Visit, walk.Delivered);
    }

    // The first report of the visit that the late one may belong to: before a delivery, a visit is shorter than the minimum.
    private async Task<ReportKey> VisitBeforeAsync(DeliveryWalk walk, long trackerId, ReportKey late, CancellationToken cancellationToken)
    {
        ReportKey start = late;
        long? place = null;
        bool isFirst = true;
        while (true)
        {
            IReadOnlyList<Fix> page = await store.BackAsync(trackerId, start, ReportsPerPage, cancellationToken);
            foreach (Fix report in page)
            {
                if (walk.Decides(report))
                {
                    long? here = walk.At(report);
                    if (here is null || !isFirst && here != place)
                    {
                        return start;
                    }

                    (place, isFirst) = (here, false);
                }

                start = report.Key;
            }

            if (page.Count < ReportsPerPage)
            {
                return start;
            }
        }
    }

    // Whether it met the earlier walk, which no delivery ended: after the last late report and up to the last processed one,
    // both are at the same place in the same visit where one is outside, or has just come from elsewhere.
    private async Task<bool> WalkAsync(
        DeliveryWalk walk, long trackerId, ReportKey from, (ReportKey LastLate, ReportKey LastProcessed)? meets, CancellationToken cancellationToken)
    {
        ReportKey? decided = null;
        while (true)
        {
            IReadOnlyList<Fix> page = await store.PageAsync(trackerId, from, ReportsPerPage, cancellationToken);
            foreach (Fix report in page)
            {
                walk.Step(report);
                if (walk.Delivered is not null)
                {
                    return false;
                }

                if (walk.Decides(report))
                {
                    bool isSame = walk.Visit is not { } visit || visit.Since == report.Key && decided > meets?.LastLate;
                    if (isSame && report.Key > meets?.LastLate && report.Key <= meets?.LastProcessed)
                    {
                        return true;
                    }

                    decided = report.Key;
                }
            }

            if (page.Count < ReportsPerPage)
            {
                return false;
            }

            from = page[^1].Key.Next();
        }
    }

    private DeliveryWalk Walk() => new(map, options.DeliveredAfter, options.DeliveryAccuracyCapMetres);
}
