using EFCore.ReadWriteSplitting.Scopes;
using GeofenceProcessor.Fences;
using GeofenceProcessor.Judging;
using GeofenceProcessor.Replaying;
using Npgsql;
using Tracker.Data.OutputLogs;
using Tracker.Data.Pipeline;

namespace GeofenceProcessor;

/// <summary>Writes a batch's events, its presences, and the shard's progress through changes of fences.</summary>
/// <param name="batch">The batch.</param>
/// <param name="judgements">The changes per tracker.</param>
/// <param name="progress">The shard's progress after the batch; null if the batch does not change it.</param>
internal sealed class GeofenceEffects(ShardBatch batch, IReadOnlyList<TrackerJudgement> judgements, ShardProgress? progress = null)
    : ShardEffects
{
    private const string LeaveSql = """
        DELETE FROM fence_presences p USING unnest($1::bigint[], $2::bigint[]) AS n(tracker_id, fence_id)
        WHERE p.tracker_id = n.tracker_id AND p.fence_id = n.fence_id
        """;

    private const string PresentSql = """
        INSERT INTO fence_presences (tracker_id, fence_id, entered_at, dwell_at)
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::timestamptz[])
        ON CONFLICT (tracker_id, fence_id) DO UPDATE SET entered_at = excluded.entered_at, dwell_at = excluded.dwell_at
        """;

    private readonly LogChanges<FenceEvent> _events = LogChanges.Of(
        judgements,
        judgement => judgement.TrackerId,
        judgement => judgement.Superseded.Select(entry => entry.Sequence),
        judgement => judgement.Added);

    /// <summary>The number of reports read to recompute trackers after a change of fences; null for other batches.</summary>
    public int? RecomputedReports { get; init; }

    public override int Entries => _events.Count;

    public override async Task WriteAsync(WriteScope write, CancellationToken cancellationToken)
    {
        await OutputLog.GeofenceEvents.WriteAsync(
            write, batch.Shard, batch.Cursor.OutputSequence, _events, GeofenceLog.Columns, cancellationToken);
        (long TrackerId, long FenceId)[] left = [.. judgements.SelectMany(judgement => judgement.Left.Select(fence => (judgement.TrackerId, fence)))];
        if (left.Length > 0)
        {
            await using NpgsqlCommand leave = write.Command(
                LeaveSql, left.Select(row => row.TrackerId).ToArray(), left.Select(row => row.FenceId).ToArray());
            await leave.ExecuteNonQueryAsync(cancellationToken);
        }

        (long TrackerId, Presence Presence)[] present =
            [.. judgements.SelectMany(judgement => judgement.Present.Select(presence => (judgement.TrackerId, presence)))];
        if (present.Length > 0)
        {
            await using NpgsqlCommand enter = write.Command(
                PresentSql,
                present.Select(row => row.TrackerId).ToArray(),
                present.Select(row => row.Presence.FenceId).ToArray(),
                present.Select(row => row.Presence.EnteredAt).ToArray(),
                present.Select(row => row.Presence.DwellAt).ToArray());
            await enter.ExecuteNonQueryAsync(cancellationToken);
        }

        if (progress is not null)
        {
            await ProgressTable.WriteAsync(write, batch.Shard, progress, cancellationToken);
        }

        // Counted here, where the batch is known to be this worker's: several workers may have computed it, but only one writes it.
        if (RecomputedReports is { } reports)
        {
            FenceMetrics.RecomputedTrackers.Add(judgements.Count);
            FenceMetrics.RecomputedReports.Add(reports);
        }
    }
}
