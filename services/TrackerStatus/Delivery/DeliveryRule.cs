using Tracker.Data.Pipeline;
using Tracker.Geo.Reports;
using TrackerStatus.Timeline;

namespace TrackerStatus.Delivery;

/// <summary>The delivery state of a tracker after its last processed report.</summary>
internal readonly record struct DeliveryState(Visit? Visit, Delivered? Delivered);

/// <summary>
/// Maintains the delivery state. Reports in order continue the visit that is under way. Late reports recompute the part of
/// the history that they can change, from the beginning of the visit before them to the point where the new walk converges
/// with the earlier one.
/// </summary>
internal sealed class DeliveryRule(IStatusStore store, DeliveryMap map, StatusOptions options)
{
    private const int ReportsPerPage = 500;

    public async Task<DeliveryState> ProcessAsync(long trackerId, DeliveryState before, TrackerBatch batch, CancellationToken cancellationToken)
    {
        // Reports after the one that confirms a delivery cannot change it.
        Fix[] late = [.. batch.Late.Where(fix => before.Delivered is not { } delivered || fix.Key < delivered.ShownBy)];
        if (late.Length > 0)
        {
            DeliveryWalk walk = Walk(trackerId);
            VisitBefore visit = await VisitBeforeAsync(walk, trackerId, late[0].Key, cancellationToken);
            // A late report may revoke an existing delivery; the walk then continues to the end.
            (ReportKey, ReportKey)? meets = before.Delivered is null ? (late[^1].Key, batch.Last!.Value.Key) : null;
            bool met = await WalkAsync(walk, trackerId, visit.First ?? late[0].Key, meets, cancellationToken);
            return met ? Continue(trackerId, before, batch) : new DeliveryState(walk.Visit, walk.Delivered);
        }

        return before.Delivered is null ? Continue(trackerId, before, batch) : before;
    }

    /// <summary>Recomputes the state from a key on. A delivery confirmed before the key stays as it is.</summary>
    public async Task<DeliveryState> RecomputeAsync(long trackerId, DeliveryState before, ReportKey from, CancellationToken cancellationToken)
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

    /// <summary>The reports before a key that a walk from there needs to know the visit under way.</summary>
    public async Task<IEnumerable<ReportKey>> NeededBeforeAsync(long trackerId, DeliveryState state, ReportKey moment, CancellationToken cancellationToken)
    {
        if (state.Delivered?.ShownBy < moment)
        {
            return [];
        }

        VisitBefore visit = await VisitBeforeAsync(Walk(trackerId), trackerId, moment, cancellationToken);
        return new[] { visit.First, visit.Elsewhere }.OfType<ReportKey>();
    }

    private DeliveryState Continue(long trackerId, DeliveryState before, TrackerBatch batch)
    {
        DeliveryWalk walk = Walk(trackerId).From(before.Visit);
        foreach (Fix report in batch.Fresh)
        {
            walk.Step(report);
        }

        return new DeliveryState(walk.Visit, walk.Delivered);
    }

    // The visit that a report at the key may belong to. Before a delivery, every visit is shorter than the minimum.
    private async Task<VisitBefore> VisitBeforeAsync(DeliveryWalk walk, long trackerId, ReportKey key, CancellationToken cancellationToken)
    {
        ReportKey from = key;
        ReportKey? first = null;
        long? location = null;
        while (true)
        {
            IReadOnlyList<Fix> page = await store.PageBeforeAsync(trackerId, from, ReportsPerPage, cancellationToken);
            foreach (Fix report in page.Where(report => walk.IsAccurateEnough(report)))
            {
                long? here = walk.At(report);
                if (here is null || (first is not null && here != location))
                {
                    return new VisitBefore(first, report.Key);
                }

                (location, first) = (here, report.Key);
            }

            if (page.Count < ReportsPerPage)
            {
                return new VisitBefore(first, Elsewhere: null);
            }

            from = page[^1].Key;
        }
    }

    // Returns whether the walk converged with the earlier walk, which did not end with a delivery. Between the last late
    // report and the last processed one, both agree where the tracker is outside of all locations, or has just come from
    // elsewhere.
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

                if (walk.IsAccurateEnough(report))
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

    /// <summary>The visit under way before a key.</summary>
    /// <param name="First">The first report of the visit; null if there is none.</param>
    /// <param name="Elsewhere">The last accurate report before the visit, which is elsewhere; null if there is none.</param>
    private readonly record struct VisitBefore(ReportKey? First, ReportKey? Elsewhere);
}
