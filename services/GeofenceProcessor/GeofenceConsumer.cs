using EFCore.ReadWriteSplitting.Scopes;
using GeofenceProcessor.Fences;
using GeofenceProcessor.Judging;
using GeofenceProcessor.Recomputing;
using GeofenceProcessor.Replaying;
using Tracker.Data.Fences;
using Tracker.Data.Model;
using Tracker.Data.Pipeline;
using Tracker.Data.Retention;
using Tracker.Geo.Reports;

namespace GeofenceProcessor;

/// <summary>
/// Computes events from reports and the fences valid at their event times. Late reports and changes of fences are handled
/// alike: everything they can affect is recomputed from that moment on, and only the differences are written.
/// </summary>
internal sealed class GeofenceConsumer(FenceJudge judge, FenceJudgeOptions options) : IShardConsumer
{
    private const int TrackersPerRecomputation = 20;

    private readonly FenceStore _store = new();

    public string Name => Consumers.GeofenceProcessor;

    public async Task<Func<ConsumerCursor, bool>> DueAsync(ReadScope read, CancellationToken cancellationToken)
    {
        (FenceSnapshot fences, IReadOnlyDictionary<short, ShardProgress> progress) = await LoadAsync(read, cancellationToken);
        (DateTime now, HashSet<short> dwells) = await DueDwells.ShardsAsync(read, cancellationToken);
        return cursor => fences.IsDue(progress[cursor.Shard], now) || dwells.Contains(cursor.Shard);
    }

    public async Task<ShardEffects> ProcessAsync(ReadScope read, ShardBatch batch, CancellationToken cancellationToken)
    {
        (FenceSnapshot fences, IReadOnlyDictionary<short, ShardProgress> shards) = await LoadAsync(read, cancellationToken);
        ShardProgress progress = shards[batch.Shard];
        if (batch.Reports.Count > 0)
        {
            return await JudgeReportsAsync(read, batch, fences, progress, cancellationToken);
        }

        // Dwells get a turn at random, because a stream of changes may never end.
        bool areDwellsNext = !fences.IsDue(progress, batch.SnapshotAt)
            || (Random.Shared.Next(4) == 0 && (await DueDwells.ShardsAsync(read, cancellationToken)).Shards.Contains(batch.Shard));
        return areDwellsNext
            ? await JudgeDwellsAsync(read, batch, fences, cancellationToken)
            : await RecomputeAsync(read, batch, fences, progress, cancellationToken);
    }

    private async Task<(FenceSnapshot Fences, IReadOnlyDictionary<short, ShardProgress> Progress)> LoadAsync(ReadScope read, CancellationToken cancellationToken)
    {
        (long revision, IReadOnlyDictionary<short, ShardProgress> progress) = await ProgressTable.ReadAsync(read, cancellationToken);
        return (await _store.LoadAsync(read, revision, cancellationToken), progress);
    }

    // Judging continues from a tracker's last report that is accurate enough.
    public async Task<HandOver> HandOverAsync(ReadScope read, ShardBatch batch, HandOverRequest request, CancellationToken cancellationToken)
    {
        Dictionary<long, Fix> last = await BeforeAsync(read, request.Keys(), batch.UpTo, cancellationToken);
        return new HandOver([.. last.Select(pair => (pair.Key, pair.Value.Key))]);
    }

    private async Task<ShardEffects> JudgeReportsAsync(
        ReadScope read, ShardBatch batch, FenceSnapshot fences, ShardProgress progress, CancellationToken cancellationToken)
    {
        var starts = batch.ByTracker().ToDictionary(pair => pair.Key, pair => pair.Value[0].Key);
        // If later reports of the tracker are already processed, its first new report is late: everything from it on is read again.
        Dictionary<long, Fix> last = await BeforeAsync(read, starts.Keys.ToDictionary(id => id, _ => batch.AfterProcessed), batch.Cursor.Position, cancellationToken);
        var late = starts.Where(start => last.TryGetValue(start.Key, out Fix fix) && fix.Key > start.Value).ToDictionary();
        Dictionary<long, Fix> before = await BeforeAsync(read, late, batch.UpTo, cancellationToken);
        IReadOnlyDictionary<long, List<Fix>> fresh = batch.ByTracker();
        var tracks = starts.Select(start => late.ContainsKey(start.Key)
            ? new Track(start.Key, Known(before, start.Key), []) { Unread = start.Value, LastNew = fresh[start.Key][^1].Key }
            : new Track(start.Key, Known(last, start.Key), fresh[start.Key])).ToList();
        List<TrackerJudgement> judgements = await new TrackJudge(judge, fences, batch.UpTo).JudgeAsync(read, tracks, RecomputationPass.JudgingLimit(progress), cancellationToken);
        return new GeofenceEffects(batch, judgements);
    }

    // No tracker moved, but time passed: trackers whose dwell is due are judged up to now.
    private async Task<ShardEffects> JudgeDwellsAsync(ReadScope read, ShardBatch batch, FenceSnapshot fences, CancellationToken cancellationToken)
    {
        long[] trackers = await DueDwells.TrackersAsync(read, batch, cancellationToken);
        Dictionary<long, Fix> last = await BeforeAsync(read, trackers.ToDictionary(id => id, _ => batch.AfterProcessed), batch.Cursor.Position, cancellationToken);
        var tracks = trackers.Where(last.ContainsKey).Select(id => new Track(id, last[id], [])).ToList();
        List<TrackerJudgement> judgements = await new TrackJudge(judge, fences, batch.Cursor.Position).JudgeAsync(read, tracks, batch.SnapshotAt, cancellationToken);
        Track[] undecided = [.. trackers.Where(id => !last.ContainsKey(id)).Select(id => new Track(id, Previous: null, []))];
        ILookup<long, Presence> presences = await GeofenceLog.PresencesAsync(read, undecided, cancellationToken);
        return new GeofenceEffects(
            batch, [.. judgements, .. undecided.Select(track => TrackerJudgement.Undecided(track.TrackerId, presences[track.TrackerId]))]);
    }

    // Fences changed, began or ended: the affected trackers are recomputed, several per batch.
    private async Task<ShardEffects> RecomputeAsync(
        ReadScope read, ShardBatch batch, FenceSnapshot fences, ShardProgress progress, CancellationToken cancellationToken)
    {
        ConsumerCursor cursor = batch.Cursor;
        RecomputationPass pass = RecomputationPass.Of(progress, fences, batch.SnapshotAt);
        // Events from before the retention horizon stay as they are, because their reports have been dropped.
        ReportKey dropped = new(await RetentionState.DroppedBeforeAsync(read, cancellationToken), long.MinValue);
        FenceChangeImpact? impact = progress.FenceRevision == FenceProgress.RecomputeAll
            ? null
            : new FenceChangeImpact(fences.Index, judge, fences.AffectedSince(progress, pass.Until).ToDictionary(change => change.Key, change => Later(change.Value, dropped.RecordedAt)));
        List<AffectedTracker> affected = impact is null
            ? await AffectedTrackers.AllAsync(read, cursor.Shard, pass.After, dropped, TrackersPerRecomputation, cancellationToken)
            : await AffectedTrackers.ReadAsync(read, cursor, impact, options.AccuracyCapMetres, pass.After, TrackersPerRecomputation, cancellationToken);
        (List<Track> tracks, int reports) = await TracksAsync(read, cursor, affected, impact, cancellationToken);
        TrackJudge judging = new(judge, fences, cursor.Position);
        List<TrackerJudgement> judgements = await judging.JudgeAsync(read, tracks, pass.Until, cancellationToken);
        long? upTo = affected.Count < TrackersPerRecomputation ? null : affected[^1].TrackerId;
        return new GeofenceEffects(batch, judgements, pass.Advance(progress, upTo))
        {
            RecomputedReports = reports + judging.ReportsRead,
        };
    }

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;

    private async Task<(List<Track> Tracks, int Reports)> TracksAsync(
        ReadScope read, ConsumerCursor cursor, List<AffectedTracker> affected, FenceChangeImpact? impact, CancellationToken cancellationToken)
    {
        Dictionary<long, Fix> before = await BeforeAsync(read, affected.ToDictionary(tracker => tracker.TrackerId, tracker => tracker.From), cursor.Position, cancellationToken);
        // The first report that a change affects is known only after all reports have been examined.
        var searched = affected.Where(tracker => !tracker.HasEvents).ToDictionary(tracker => tracker.TrackerId, tracker => tracker.From);
        Dictionary<long, List<Fix>> history = await ReportHistory.FromAsync(read, searched, cursor.Position, int.MaxValue, cancellationToken);
        List<Track> tracks =
        [
            .. affected
                .Select(tracker => tracker.HasEvents
                    ? new Track(tracker.TrackerId, Known(before, tracker.TrackerId), []) { Unread = tracker.From }
                    : impact?.Narrow(new Track(tracker.TrackerId, Known(before, tracker.TrackerId), history.GetValueOrDefault(tracker.TrackerId, []))))
                .OfType<Track>(),
        ];
        return (tracks, before.Count + history.Values.Sum(reports => reports.Count));
    }

    private static Fix? Known(Dictionary<long, Fix> fixes, long trackerId) => fixes.TryGetValue(trackerId, out Fix fix) ? fix : null;

    private Task<Dictionary<long, Fix>> BeforeAsync(
        ReadScope read, Dictionary<long, ReportKey> keys, long upTo, CancellationToken cancellationToken) =>
        ReportHistory.BeforeAsync(read, keys, upTo, cancellationToken, options.AccuracyCapMetres);
}
