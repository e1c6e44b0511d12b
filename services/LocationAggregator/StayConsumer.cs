using LocationAggregator.Stays;
using Tracker.Data.Model;
using Tracker.Data.Pipeline;
using Tracker.Data.Reports;
using Tracker.Data.Scopes;

namespace LocationAggregator;

/// <summary>
/// Finds stays. Reports in order go on from the open window; late ones are replayed from the last known anchor before them
/// to where the replay meets the earlier run, and only what differs is written.
/// </summary>
internal sealed class StayConsumer(StayDetector detector) : IShardConsumer
{
    public string Name => Consumers.LocationAggregator;

    public Task<Func<ConsumerCursor, bool>> DueAsync(ReadScope read, CancellationToken cancellationToken) =>
        Task.FromResult<Func<ConsumerCursor, bool>>(static _ => false);

    public async Task<ShardEffects> ProcessAsync(ReadScope read, ShardBatch batch, CancellationToken cancellationToken)
    {
        SortedDictionary<long, TrackerBatch> trackers = await BatchHistory.ReadAsync(read, batch, cancellationToken);
        Dictionary<long, StoredWindow> windows = await StayLog.WindowsAsync(read, trackers.Keys, cancellationToken);
        var runs = new List<TrackerRun>(trackers.Count);
        foreach ((long trackerId, TrackerBatch tracker) in trackers)
        {
            StayWindow? open = windows.TryGetValue(trackerId, out StoredWindow? window) && tracker.Last is { } last
                ? new StayWindow(window.Anchor, window.Latitude, window.Longitude, last.Key)
                : null;
            runs.Add(await RunAsync(read, batch, trackerId, tracker, open, cancellationToken));
        }

        return await EffectsAsync(read, batch, runs, cancellationToken);
    }

    private async Task<TrackerRun> RunAsync(
        ReadScope read, ShardBatch batch, long trackerId, TrackerBatch tracker, StayWindow? open, CancellationToken cancellationToken)
    {
        if (open is not { } earlier || tracker.Late.Count == 0)
        {
            StayAdvance advance = detector.Advance(open, tracker.Fresh);
            return new TrackerRun(trackerId, open, advance.Open, advance.Stays, []);
        }

        IReadOnlyList<StoredStay> effective = await StayLog.EffectiveAsync(read, trackerId, tracker.Late[0].RecordedAt, cancellationToken);
        var replay = StayReplay.For(tracker.Late[0].Key, tracker.Late[^1].Key, earlier, effective.Select(stay => stay.Span));
        List<Fix> history = await ReportHistory.ThroughAsync(read, trackerId, replay.Start, earlier.Last, batch.UpTo, cancellationToken);
        StayAdvance replayed = detector.Advance(null, history, replay);
        StayAdvance ahead = detector.Advance(replayed.MetAt is null ? replayed.Open : earlier, tracker.Fresh);
        return new TrackerRun(
            trackerId, earlier, ahead.Open, [.. replayed.Stays, .. ahead.Stays], [.. effective.Where(stay => replay.Covers(stay.Span, replayed.MetAt))]);
    }

    private static async Task<ShardEffects> EffectsAsync(ReadScope read, ShardBatch batch, List<TrackerRun> runs, CancellationToken cancellationToken)
    {
        // A window's reports are read only when it closes as a stay: a parked tracker's can be thousands.
        (long TrackerId, StaySpan Span)[] spans = [.. runs.SelectMany(run => run.Stays.Select(span => (run.TrackerId, span)))];
        IReadOnlyList<List<Fix>> reports = await ReportHistory.SpansAsync(
            read, [.. spans.Select(row => (row.TrackerId, row.Span.AnchorKey, row.Span.ClosingKey))], batch.UpTo, cancellationToken);
        ILookup<long, PlacedStay> placed = spans
            .Select((row, i) => (row.TrackerId, Stay: new PlacedStay(row.Span, StayCentre.Of(reports[i]))))
            .ToLookup(row => row.TrackerId, row => row.Stay);
        return new StayEffects(batch, [.. runs.Select(run => run.Change([.. placed[run.TrackerId]]))]);
    }
}
