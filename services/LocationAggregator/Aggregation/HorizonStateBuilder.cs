using LocationAggregator.History;
using LocationAggregator.Horizon;
using LocationAggregator.Outliers;
using LocationAggregator.Replaying;
using LocationAggregator.Stays;
using LocationAggregator.Trips;
using Tracker.Geo.Reports;

namespace LocationAggregator.Aggregation;

/// <summary>
/// Computes a tracker's state before the last of the reports that are about to be dropped. All of these reports are processed,
/// and ingest no longer accepts others of that time.
/// </summary>
internal sealed class HorizonStateBuilder(StayOptions options, OutlierRule rule)
{
    private readonly StayDetector _detector = new(options);

    public ReplayPaging Paging { get; init; } = ReplayPaging.Default;

    /// <param name="store">The tracker's history.</param>
    /// <param name="trackerId">The tracker.</param>
    /// <param name="before">Reports before this moment, UTC, are about to be dropped.</param>
    /// <param name="last">The last of them.</param>
    /// <param name="window">The open window after all reports.</param>
    /// <param name="known">The state at the current horizon; null if no report has been dropped yet.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<HorizonState> BuildAsync(
        IAggregateStore store,
        long trackerId,
        DateTime before,
        Fix last,
        StoredWindow window,
        HorizonState? known,
        CancellationToken cancellationToken)
    {
        StayWindow anchor = new(window.Anchor, window.Latitude, window.Longitude, last.Key);
        ReplayStart start = await new ReplayStartSearch(store, _detector, rule, Paging.GapSearchThreshold)
            .FindAsync(trackerId, new HistoryChange(last.Key, last.Key, _ => false), anchor, known, cancellationToken);
        (StayWindow? open, bool isArrivalImpossible) = await WalkAsync(store, trackerId, start, last.Key, cancellationToken);
        if (open is not { } atLast)
        {
            return new HorizonState(before, last.Key, isArrivalImpossible, Window: null, Places: default, Trip: null);
        }

        StoredStay? previous = await store.StayBeforeAsync(trackerId, atLast.Anchor, cancellationToken);
        (WeightedPointSum points, HorizonTrip? trip) = await SumAsync(
            store, trackerId, atLast, previous?.Stay.To, last.Key, known, cancellationToken);
        return new HorizonState(before, last.Key, isArrivalImpossible, atLast, points, trip);
    }

    private async Task<(StayWindow? Open, bool IsArrivalImpossible)> WalkAsync(
        IAggregateStore store, long trackerId, ReplayStart start, ReportKey last, CancellationToken cancellationToken)
    {
        StayWindow? open = start.Open;
        ReportKey from = start.From;
        while (true)
        {
            IReadOnlyList<Fix> page = await store.PageAsync(trackerId, from, Paging.Reports, cancellationToken);
            foreach (Fix report in page)
            {
                if (start.Filter.Push(report) is { IsOutlier: false } good)
                {
                    open = _detector.Advance(open, [good.Fix]).Open;
                }

                if (report.Key >= last)
                {
                    return (open, start.Filter.IsArrivalImpossible);
                }
            }

            from = page[^1].Key.Next();
        }
    }

    private async Task<(WeightedPointSum Points, HorizonTrip? Trip)> SumAsync(
        IAggregateStore store,
        long trackerId,
        StayWindow open,
        ReportKey? lastStayEnd,
        ReportKey last,
        HorizonState? known,
        CancellationToken cancellationToken)
    {
        Segment stay = new(open.Anchor, last);
        StayCentreBuilder centre = new(options, known?.IsUnderWay(stay) == true ? known.Places : default);
        List<SegmentRead> reads = [SegmentRead.OfStay(trackerId, stay, known, centre.Add)];
        Trip? toAnchor = known?.Window?.Anchor == open.Anchor ? known.Trip?.ToAnchor : null;
        Segment trip = new(lastStayEnd ?? last, last);
        TripMeasure measure = new(known?.DroppedPart(trip));
        if (lastStayEnd is not null)
        {
            reads.Add(SegmentRead.OfTrip(trackerId, trip, known, Measure) with { IncludesEnd = false });
        }

        await new SegmentReader(store, rule).ReadAsync(reads, cancellationToken);
        return (centre.Sum(), toAnchor is { } there ? new HorizonTrip(there, measure.Build()) : null);

        void Measure(Fix report)
        {
            measure.Add(report);
            if (report.Key == open.Anchor)
            {
                toAnchor = measure.Build();
            }
        }
    }
}
