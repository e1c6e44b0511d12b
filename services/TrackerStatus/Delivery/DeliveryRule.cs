using Tracker.Data.Pipeline;
using Tracker.Geo.Reports;
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
            DeliveryWalk walk = Walk(trackerId);
            VisitBefore visit = await VisitBeforeAsync(walk, trackerId, late[0].Key, cancellationToken);
            // Where a delivery stood, it may fall: then the walk goes on to the end.
            (ReportKey, ReportKey)? meets = before.Delivered is null ? (late[^1].Key, batch.Last!.Value.Key) : null;
            bool met = await WalkAsync(walk, trackerId, visit.First ?? late[0].Key, meets, cancellationToken);
            return met ? Ahead(trackerId, before, batch) : new DeliveryState(walk.Visit, walk.Delivered);
        }

        return before.Delivered is null ? Ahead(trackerId, before, batch) : before;
    }

    /// <summary>Made again from a moment on; what was shown before it stands.</summary>
    public async Task<DeliveryState> FromAsync(long trackerId, DeliveryState before, ReportKey from, CancellationToken cancellationToken)
    {
        if (before.Delivered?.ShownBy < from)
        {
            return before;
        }

        DeliveryWalk walk = Walk(trackerId);
        VisitBefore visit = await VisitBeforeAsync(walk, trackerId, from, cancellationToken);
        await WalkAsync(walk, trackerId, visit.First ?? from, meets: null, cancellationToken);
        return new DeliveryState(walk.Visit, walk.Delivered);
    }

    /// <summary>The reports before a moment by which a walk after it knows the visit under way there.</summary>
    public async Task<IEnumerable<ReportKey>> NeededBeforeAsync(long trackerId, DeliveryState state, ReportKey moment, CancellationToken cancellationToken)
    {
        if (state.Delivered?.ShownBy < moment)
        {
            return [];
        }

        VisitBefore visit = await VisitBeforeAsync(Walk(trackerId), trackerId, moment, cancellationToken);
        return new[] { visit.First, visit.Elsewhere }.OfType<ReportKey>();
    }

    private DeliveryState Ahead(long trackerId, DeliveryState before, TrackerBatch batch)
    {
        DeliveryWalk walk = Walk(trackerId).From(before.Visit);
        foreach (Fix report in batch.Fresh)
        {
            walk.Step(report);
        }

        return new DeliveryState(walk.Visit, walk.Delivered);
    }

    // The visit that a report at a key may belong to: before a delivery, a visit is shorter than the minimum.
    private async Task<VisitBefore> VisitBeforeAsync(DeliveryWalk walk, long trackerId, ReportKey key, CancellationToken cancellationToken)
    {
        ReportKey from = key;
        ReportKey? first = null;
        long? place = null;
        while (true)
        {
            IReadOnlyList<Fix> page = await store.BackAsync(trackerId, from, ReportsPerPage, cancellationToken);
            foreach (Fix report in page.Where(report => walk.Decides(report)))
            {
                long? here = walk.At(report);
                if (here is null || (first is not null && here != place))
                {
                    return new VisitBefore(first, report.Key);
                }

                (place, first) = (here, report.Key);
            }

            if (page.Count < ReportsPerPage)
            {
                return new VisitBefore(first, Elsewhere: null);
            }

            from = page[^1].Key;
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

    private DeliveryWalk Walk(long trackerId) => new(map, trackerId, options.DeliveredAfter, options.DeliveryAccuracyCapMetres);

    /// <summary>The visit under way before a moment.</summary>
    /// <param name="First">Its first report; null where there is no visit.</param>
    /// <param name="Elsewhere">The deciding report before it, which is elsewhere; null where there is none.</param>
    private readonly record struct VisitBefore(ReportKey? First, ReportKey? Elsewhere);
}
