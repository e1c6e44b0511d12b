using LocationAggregator.Horizon;
using LocationAggregator.Outliers;
using LocationAggregator.Stays;
using LocationAggregator.Tracks;
using LocationAggregator.Trips;
using Tracker.Data.Pipeline;
using Tracker.Geo.Reports;

namespace LocationAggregator.Aggregation;

/// <summary>
/// From reports to stays, trips and outliers. Reports in order go on from the open window; late ones make the past be done
/// again as far as they can change it, and only what differs is written.
/// </summary>
internal sealed class ReportAggregation(StayOptions stayOptions, OutlierRule rule, DayCalendar calendar)
{
    private const int AbsorbedWithin = 200;

    private readonly StayDetector _detector = new(stayOptions);

    public ReplayPages Pages { get; init; } = ReplayPages.Default;

    /// <summary>What new reports change.</summary>
    /// <param name="store">What is known before.</param>
    /// <param name="trackers">The new reports, and each tracker's last processed one.</param>
    /// <param name="windows">The open windows; none for a tracker that has no report yet.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<TrackerChange>> ProcessAsync(
        IAggregateStore store,
        IReadOnlyDictionary<long, TrackerBatch> trackers,
        IReadOnlyDictionary<long, StoredWindow> windows,
        CancellationToken cancellationToken)
    {
        var late = trackers.Where(pair => pair.Value.Late.Count > 0).ToDictionary();
        IReadOnlyDictionary<long, Fix> before = await store.BeforeAsync(late.ToDictionary(pair => pair.Key, pair => pair.Value.Late[0].Key), cancellationToken);
        IReadOnlyDictionary<long, Fix> after = await store.AfterAsync(late.ToDictionary(pair => pair.Key, pair => pair.Value.Late[^1].Key), cancellationToken);
        IReadOnlyDictionary<long, HorizonState> horizons = await store.HorizonsAsync([.. trackers.Keys], cancellationToken);
        var runs = new List<TrackerRun>(trackers.Count);
        foreach ((long trackerId, TrackerBatch batch) in trackers)
        {
            StayWindow? open = Open(windows.GetValueOrDefault(trackerId), batch.Last);
            PastChange? past = open is not { } earlier ? null
                : batch.Late.Count > 0 ? await LateAsync(store, trackerId, batch, earlier, before.TryGetValue(trackerId, out Fix p) ? p : null, after[trackerId], cancellationToken)
                : await LastAsync(store, trackerId, batch, cancellationToken);
            runs.Add(past is null
                ? Ahead(trackerId, open, batch)
                : await AgainAsync(store, trackerId, open!.Value, horizons.GetValueOrDefault(trackerId), past, batch, cancellationToken));
        }

        return await MeasureAsync(store, runs, horizons, cancellationToken);
    }

    /// <summary>What differs in a tracker's past from a key on: nothing, unless rules or data were changed by other means.</summary>
    public async Task<TrackerChange> RecomputeAsync(
        IAggregateStore store, long trackerId, Fix last, StoredWindow window, ReportKey from, CancellationToken cancellationToken)
    {
        StayWindow open = Open(window, last)!.Value;
        IReadOnlyDictionary<long, HorizonState> horizons = await store.HorizonsAsync([trackerId], cancellationToken);
        HorizonState? horizon = horizons.GetValueOrDefault(trackerId);
        // What is gone stands.
        var past = PastChange.From(from < horizon?.From ? horizon.From : from);
        TrackerRun run = await AgainAsync(store, trackerId, open, horizon, past, new TrackerBatch(last, []), cancellationToken);
        return (await MeasureAsync(store, [run], horizons, cancellationToken))[0];
    }

    // The last report of all is never an outlier, so the window ends with it.
    private static StayWindow? Open(StoredWindow? window, Fix? last) =>
        window is not null && last is { } fix ? new StayWindow(window.Anchor, window.Latitude, window.Longitude, fix.Key) : null;

    private TrackerRun Ahead(long trackerId, StayWindow? open, TrackerBatch batch)
    {
        (List<Fix> good, List<Fix> outliers) = SandwichFilter.Part(rule, batch.Last, batch.Fresh);
        StayAdvance advance = _detector.Advance(open, good);
        return new TrackerRun(trackerId, open, advance.Open, Redone: null, advance.Stays, outliers, DaysOf(batch.New));
    }

    private async Task<TrackerRun> AgainAsync(
        IAggregateStore store, long trackerId, StayWindow earlier, HorizonState? horizon, PastChange past, TrackerBatch batch, CancellationToken cancellationToken)
    {
        PastReplay replay = new(store, _detector, rule, calendar, Pages, trackerId, earlier, horizon, past);
        (RedoneStretch redone, StayWindow? open) = await replay.RunAsync(cancellationToken);
        if (open is not null)
        {
            return new TrackerRun(trackerId, earlier, open, redone, [], [], [.. replay.Days]);
        }

        TrackerRun ahead = Ahead(trackerId, earlier, batch);
        return ahead with { Redone = redone, Days = [.. replay.Days.Union(ahead.Days)] };
    }

    // What late reports can change: from the report before the first of them to the report after the last.
    private async Task<PastChange?> LateAsync(
        IAggregateStore store, long trackerId, TrackerBatch batch, StayWindow open, Fix? before, Fix after, CancellationToken cancellationToken)
    {
        bool lastMayChange = batch.Fresh.Count > 0 && rule.IsImpossible(batch.Last!.Value, batch.Fresh[0]);
        if (!lastMayChange && before is { } neighbour && await AreAbsorbedAsync(store, trackerId, batch, open, neighbour, after, cancellationToken))
        {
            return null;
        }

        var added = batch.New.Select(fix => fix.Key).ToHashSet();
        return new PastChange(before?.Key ?? batch.Late[0].Key, lastMayChange ? batch.Last!.Value.Key : after.Key, added.Contains);
    }

    // Late reports in the open window, near its anchor, where nothing old or new is an outlier: nothing is another by them.
    private async Task<bool> AreAbsorbedAsync(
        IAggregateStore store, long trackerId, TrackerBatch batch, StayWindow open, Fix before, Fix after, CancellationToken cancellationToken)
    {
        if (!batch.Late.All(fix => _detector.Absorbs(open, fix)))
        {
            return false;
        }

        IReadOnlyList<Fix> around = await store.PageAsync(trackerId, before.Key, AbsorbedWithin, cancellationToken);
        var added = batch.Late.Select(fix => fix.Key).ToHashSet();
        Fix[] now = [.. around.Where(fix => fix.Key <= after.Key)];
        return now[^1].Key == after.Key && IsPossible(now) && IsPossible([.. now.Where(fix => !added.Contains(fix.Key))]);
    }

    private bool IsPossible(Fix[] way) => way.Zip(way.Skip(1)).All(step => !rule.IsImpossible(step.First, step.Second));

    // A tracker's last report was good for want of a successor: now it has one.
    private async Task<PastChange?> LastAsync(IAggregateStore store, long trackerId, TrackerBatch batch, CancellationToken cancellationToken)
    {
        Fix last = batch.Last!.Value;
        if (!rule.IsImpossible(last, batch.Fresh[0]))
        {
            return null;
        }

        IReadOnlyDictionary<long, Fix> before = await store.BeforeAsync(new Dictionary<long, ReportKey> { [trackerId] = last.Key }, cancellationToken);
        var added = batch.New.Select(fix => fix.Key).ToHashSet();
        return before.TryGetValue(trackerId, out Fix neighbour) && rule.IsImpossible(neighbour, last)
            ? new PastChange(last.Key, last.Key, added.Contains)
            : null;
    }

    private async Task<IReadOnlyList<TrackerChange>> MeasureAsync(
        IAggregateStore store, List<TrackerRun> runs, IReadOnlyDictionary<long, HorizonState> horizons, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<long, StoredStay> last = await store.LastStaysAsync(
            [.. runs.Where(run => run.FollowsStoredStay).Select(run => run.TrackerId)], cancellationToken);
        List<(TrackerRun Run, StaySpan Span)> stays = [.. runs.SelectMany(run => run.Stays.Select(span => (run, span)))];
        List<(TrackerRun Run, Stretch Leg)> trips = [.. runs.SelectMany(run => run.Trips(last.GetValueOrDefault(run.TrackerId)).Select(leg => (run, leg)))];
        List<StayCentreBuilder> centres = stays.ConvertAll(row => new StayCentreBuilder(stayOptions, Horizon(row.Run) is { } gone && gone.Began(row.Span.Stretch) ? gone.Places : default));
        List<TripMeasure> measures = trips.ConvertAll(row => new TripMeasure(Horizon(row.Run)?.Gone(row.Leg)));
        await new StretchReader(store, rule).ReadAsync(
            [
                .. stays.Select((row, i) => ReadStretch.OfStay(row.Run.TrackerId, row.Span.Stretch, Horizon(row.Run), centres[i].Add)),
                .. trips.Select((row, i) => ReadStretch.OfTrip(row.Run.TrackerId, row.Leg, Horizon(row.Run), measures[i].Add)),
            ],
            cancellationToken);
        ILookup<TrackerRun, PlacedStay> placed = stays.Select((row, i) => (row.Run, Stay: new PlacedStay(row.Span, centres[i].Build()))).ToLookup(row => row.Run, row => row.Stay);
        ILookup<TrackerRun, Trip> measured = trips.Select((row, i) => (row.Run, Trip: measures[i].Build())).ToLookup(row => row.Run, row => row.Trip);
        return [.. runs.Select(run => run.Change([.. placed[run]], [.. measured[run]]))];

        HorizonState? Horizon(TrackerRun run) => horizons.GetValueOrDefault(run.TrackerId);
    }

    private HashSet<DateOnly> DaysOf(IEnumerable<Fix> reports) => [.. reports.Select(fix => calendar.DayOf(fix.RecordedAt))];
}
