using LocationAggregator.Aggregation;
using LocationAggregator.Outliers;
using LocationAggregator.Stays;
using LocationAggregator.Trips;
using Tracker.Geo.Reports;

namespace LocationAggregator.Horizon;

/// <summary>Finds a tracker's state before its last report of those that are to go. All of them are processed, and none can come any more.</summary>
internal sealed class HorizonSettler(StayOptions options, OutlierRule rule)
{
    private readonly StayDetector _detector = new(options);

    public ReplayPages Pages { get; init; } = ReplayPages.Default;

    /// <param name="store">What is known.</param>
    /// <param name="trackerId">Who.</param>
    /// <param name="before">Reports before this moment, UTC, go.</param>
    /// <param name="last">The last of them.</param>
    /// <param name="window">The open window after all reports.</param>
    /// <param name="known">The state where reports are gone already; null where none are.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<HorizonState> SettleAsync(
        IAggregateStore store, long trackerId, DateTime before, Fix last, StoredWindow window, HorizonState? known, CancellationToken cancellationToken)
    {
        StayWindow anchor = new(window.Anchor, window.Latitude, window.Longitude, last.Key);
        ReplayBeginning beginning = await new BeginningSearch(store, _detector, rule, Pages.FarBack)
            .FindAsync(trackerId, new PastChange(last.Key, last.Key, _ => false), anchor, known, cancellationToken);
        (StayWindow? open, bool cameImpossibly) = await WalkAsync(store, trackerId, beginning, last.Key, cancellationToken);
        if (open is not { } atLast)
        {
            return new HorizonState(before, last.Key, cameImpossibly, Window: null, Places: default, Trip: null);
        }

        StoredStay? previous = await store.StayBeforeAsync(trackerId, atLast.Anchor, cancellationToken);
        (PlaceSum places, HorizonTrip? trip) = await SumAsync(store, trackerId, atLast, previous?.Stay.To, last.Key, known, cancellationToken);
        return new HorizonState(before, last.Key, cameImpossibly, atLast, places, trip);
    }

    private async Task<(StayWindow? Open, bool CameImpossibly)> WalkAsync(
        IAggregateStore store, long trackerId, ReplayBeginning beginning, ReportKey last, CancellationToken cancellationToken)
    {
        StayWindow? open = beginning.Open;
        ReportKey from = beginning.From;
        while (true)
        {
            IReadOnlyList<Fix> page = await store.PageAsync(trackerId, from, Pages.Reports, cancellationToken);
            foreach (Fix report in page)
            {
                if (beginning.Filter.Push(report) is { IsOutlier: false } good)
                {
                    open = _detector.Advance(open, [good.Fix]).Open;
                }

                if (report.Key >= last)
                {
                    return (open, beginning.Filter.CameImpossibly);
                }
            }

            from = page[^1].Key.Next();
        }
    }

    private async Task<(PlaceSum Places, HorizonTrip? Trip)> SumAsync(
        IAggregateStore store, long trackerId, StayWindow open, ReportKey? lastStayEnd, ReportKey last, HorizonState? known, CancellationToken cancellationToken)
    {
        Stretch stay = new(open.Anchor, last);
        StayCentreBuilder centre = new(options, known?.Began(stay) == true ? known.Places : default);
        List<ReadStretch> stretches = [ReadStretch.OfStay(trackerId, stay, known, centre.Add)];
        Trip? toAnchor = known?.Window?.Anchor == open.Anchor ? known.Trip?.ToAnchor : null;
        Stretch way = new(lastStayEnd ?? last, last);
        TripMeasure measure = new(known?.Gone(way));
        if (lastStayEnd is not null)
        {
            stretches.Add(ReadStretch.OfTrip(trackerId, way, known, Measure) with { TakesEnd = false });
        }

        await new StretchReader(store, rule).ReadAsync(stretches, cancellationToken);
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
