using LocationAggregator.History;
using LocationAggregator.Horizon;
using LocationAggregator.Outliers;
using LocationAggregator.Replaying;
using LocationAggregator.Stays;
using LocationAggregator.Tracks;
using Tracker.Data.Pipeline;
using Tracker.Geo.Reports;

namespace LocationAggregator.Aggregation;

/// <summary>
/// Computes stays, trips and outliers from reports. Reports in order continue the open window. Late reports recompute the part
/// of the history that they can change, and only the differences are written.
/// </summary>
internal sealed class ReportAggregation(StayOptions stayOptions, OutlierRule rule, DayCalendar calendar)
{
    private const int MaxReportsToCompare = 200;

    private readonly StayDetector _detector = new(stayOptions);

    public ReplayPaging Paging { get; init; } = ReplayPaging.Default;

    /// <summary>Computes what new reports change.</summary>
    /// <param name="store">The state before the batch.</param>
    /// <param name="trackers">The new reports, and the last processed report of each tracker.</param>
    /// <param name="windows">The open windows; a tracker's first report finds none.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<IReadOnlyList<TrackerChange>> ProcessAsync(
        IAggregateStore store,
        IReadOnlyDictionary<long, TrackerBatch> trackers,
        IReadOnlyDictionary<long, StoredWindow> windows,
        CancellationToken cancellationToken)
    {
        var late = trackers.Where(pair => pair.Value.Late.Count > 0).ToDictionary();
        IReadOnlyDictionary<long, Fix> before = await store.BeforeAsync(
            late.ToDictionary(pair => pair.Key, pair => pair.Value.Late[0].Key), cancellationToken);
        IReadOnlyDictionary<long, Fix> after = await store.AfterAsync(
            late.ToDictionary(pair => pair.Key, pair => pair.Value.Late[^1].Key), cancellationToken);
        IReadOnlyDictionary<long, HorizonState> horizons = await store.HorizonsAsync([.. trackers.Keys], cancellationToken);
        var runs = new List<TrackerRun>(trackers.Count);
        foreach ((long trackerId, TrackerBatch batch) in trackers)
        {
            StayWindow? open = OpenWindow(windows.GetValueOrDefault(trackerId), batch.Last);
            HistoryChange? change = await HistoryChangeAsync(trackerId, batch, open);
            runs.Add(change is null
                ? Append(trackerId, open, batch)
                : await RecomputeAsync(
                    store, trackerId, open!.Value, horizons.GetValueOrDefault(trackerId), change, batch, cancellationToken));
        }

        return await MeasureAsync(store, runs, horizons, cancellationToken);

        async Task<HistoryChange?> HistoryChangeAsync(long trackerId, TrackerBatch batch, StayWindow? open)
        {
            if (open is not { } earlier)
            {
                return null;
            }

            if (batch.Late.Count == 0)
            {
                return await ChangeOfLastAsync(store, trackerId, batch, cancellationToken);
            }

            Fix? neighbour = before.TryGetValue(trackerId, out Fix found) ? found : null;
            return await ChangeByLateAsync(store, trackerId, batch, earlier, neighbour, after[trackerId], cancellationToken);
        }
    }

    /// <summary>
    /// Recomputes a tracker's history from a key on. Returns no differences unless the rules changed or the data was changed by
    /// something other than this service.
    /// </summary>
    public async Task<TrackerChange> RecomputeAsync(
        IAggregateStore store, long trackerId, Fix last, StoredWindow window, ReportKey from, CancellationToken cancellationToken)
    {
        StayWindow open = OpenWindow(window, last)!.Value;
        IReadOnlyDictionary<long, HorizonState> horizons = await store.HorizonsAsync([trackerId], cancellationToken);
        HorizonState? horizon = horizons.GetValueOrDefault(trackerId);
        // Results that rest on dropped reports stay as they are.
        var change = HistoryChange.From(from < horizon?.From ? horizon.From : from);
        TrackerRun run = await RecomputeAsync(store, trackerId, open, horizon, change, new TrackerBatch(last, []), cancellationToken);
        return (await MeasureAsync(store, [run], horizons, cancellationToken))[0];
    }

    // A tracker's last report is never an outlier, so the window ends with it.
    private static StayWindow? OpenWindow(StoredWindow? window, Fix? last) =>
        window is not null && last is { } fix ? new StayWindow(window.Anchor, window.Latitude, window.Longitude, fix.Key) : null;

    private TrackerRun Append(long trackerId, StayWindow? open, TrackerBatch batch)
    {
        (List<Fix> good, List<Fix> outliers) = SpikeFilter.Split(rule, batch.Last, batch.Fresh);
        StayAdvance advance = _detector.Advance(open, good);
        return new TrackerRun(trackerId, open, advance.Open, Recomputed: null, advance.Stays, outliers, DaysOf(batch.New));
    }

    private async Task<TrackerRun> RecomputeAsync(
        IAggregateStore store,
        long trackerId,
        StayWindow earlier,
        HorizonState? horizon,
        HistoryChange change,
        TrackerBatch batch,
        CancellationToken cancellationToken)
    {
        HistoryReplay replay = new(store, _detector, rule, calendar, Paging, trackerId, earlier, horizon, change);
        (RecomputedSegment recomputed, StayWindow? open) = await replay.RunAsync(cancellationToken);
        if (open is not null)
        {
            return new TrackerRun(trackerId, earlier, open, recomputed, [], [], [.. replay.Days]);
        }

        TrackerRun appended = Append(trackerId, earlier, batch);
        return appended with { Recomputed = recomputed, Days = [.. replay.Days.Union(appended.Days)] };
    }

    // Late reports can change everything from the report before the first of them to the report after the last of them.
    private async Task<HistoryChange?> ChangeByLateAsync(
        IAggregateStore store,
        long trackerId,
        TrackerBatch batch,
        StayWindow open,
        Fix? before,
        Fix after,
        CancellationToken cancellationToken)
    {
        bool lastMayChange = batch.Fresh.Count > 0 && rule.IsImpossible(batch.Last!.Value, batch.Fresh[0]);
        if (!lastMayChange && before is { } neighbour
            && await AreAbsorbedAsync(store, trackerId, batch, open, neighbour, after, cancellationToken))
        {
            return null;
        }

        var added = batch.New.Select(fix => fix.Key).ToHashSet();
        return new HistoryChange(before?.Key ?? batch.Late[0].Key, lastMayChange ? batch.Last!.Value.Key : after.Key, added.Contains);
    }

    // Late reports inside the open window and near its anchor change nothing, provided that there are no outliers with or without them.
    private async Task<bool> AreAbsorbedAsync(
        IAggregateStore store,
        long trackerId,
        TrackerBatch batch,
        StayWindow open,
        Fix before,
        Fix after,
        CancellationToken cancellationToken)
    {
        if (!batch.Late.All(fix => _detector.Absorbs(open, fix)))
        {
            return false;
        }

        IReadOnlyList<Fix> page = await store.PageAsync(trackerId, before.Key, MaxReportsToCompare, cancellationToken);
        var added = batch.Late.Select(fix => fix.Key).ToHashSet();
        Fix[] now = [.. page.Where(fix => fix.Key <= after.Key)];
        return now[^1].Key == after.Key && IsPossible(now) && IsPossible([.. now.Where(fix => !added.Contains(fix.Key))]);
    }

    private bool IsPossible(Fix[] path) => path.Zip(path.Skip(1)).All(leg => !rule.IsImpossible(leg.First, leg.Second));

    // The last report was not an outlier because it had no successor. The new reports give it one.
    private async Task<HistoryChange?> ChangeOfLastAsync(
        IAggregateStore store, long trackerId, TrackerBatch batch, CancellationToken cancellationToken)
    {
        Fix last = batch.Last!.Value;
        if (!rule.IsImpossible(last, batch.Fresh[0]))
        {
            return null;
        }

        IReadOnlyDictionary<long, Fix> before = await store.BeforeAsync(
            new Dictionary<long, ReportKey> { [trackerId] = last.Key }, cancellationToken);
        var added = batch.New.Select(fix => fix.Key).ToHashSet();
        return before.TryGetValue(trackerId, out Fix neighbour) && rule.IsImpossible(neighbour, last)
            ? new HistoryChange(last.Key, last.Key, added.Contains)
            : null;
    }

    private async Task<IReadOnlyList<TrackerChange>> MeasureAsync(
        IAggregateStore store, List<TrackerRun> runs, IReadOnlyDictionary<long, HorizonState> horizons, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<long, StoredStay> last = await store.LastStaysAsync(
            [.. runs.Where(run => run.FollowsStoredStay).Select(run => run.TrackerId)], cancellationToken);
        List<RunMeasurement> measurements = runs.ConvertAll(run => new RunMeasurement(
            run, last.GetValueOrDefault(run.TrackerId), horizons.GetValueOrDefault(run.TrackerId), stayOptions));
        await new SegmentReader(store, rule).ReadAsync([.. measurements.SelectMany(measurement => measurement.Reads)], cancellationToken);
        return measurements.ConvertAll(measurement => measurement.Change());
    }

    private HashSet<DateOnly> DaysOf(IEnumerable<Fix> reports) => [.. reports.Select(fix => calendar.DayOf(fix.RecordedAt))];
}
