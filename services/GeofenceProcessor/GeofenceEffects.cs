using EFCore.ReadWriteSplitting.Scopes;
using GeofenceProcessor.Fences;
using GeofenceProcessor.Judging;
using GeofenceProcessor.Replaying;
using Npgsql;
using Tracker.Data.Fences;
using Tracker.Data.Model;
using Tracker.Data.Pipeline;

namespace GeofenceProcessor;

/// <summary>Writes a batch's events and presences.</summary>
internal sealed class GeofenceEffects(ShardBatch batch, IReadOnlyList<TrackerJudgement> judgements, Func<ConsumerCursor, ConsumerCursor> advance) : ShardEffects
{
    private const string InsertSql = """
        INSERT INTO geofence_events (shard, sequence, tracker_id, fence_id, fence_version, type, occurred_at, report_fingerprint, initial, reason, entered_at)
        SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::int[], $6::text[], $7::timestamptz[], $8::bigint[], $9::boolean[], $10::text[], $11::timestamptz[])
        """;

    private const string LeaveSql = """
        DELETE FROM fence_presences p USING unnest($1::bigint[], $2::bigint[]) AS n(tracker_id, fence_id)
        WHERE p.tracker_id = n.tracker_id AND p.fence_id = n.fence_id
        """;

    private const string PresentSql = """
        INSERT INTO fence_presences (tracker_id, fence_id, entered_at, dwell_at)
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::timestamptz[])
        ON CONFLICT (tracker_id, fence_id) DO UPDATE SET entered_at = excluded.entered_at, dwell_at = excluded.dwell_at
        """;

    private readonly long[] _superseded = [.. judgements.SelectMany(judgement => judgement.Superseded).Select(entry => entry.Sequence)];

    private readonly (long TrackerId, FenceEvent Event)[] _added =
        [.. judgements.SelectMany(judgement => judgement.Added.Select(added => (judgement.TrackerId, added)))];

    /// <summary>The number of reports read to recompute trackers after a change of fences; null for other batches.</summary>
    public int? RecomputedReports { get; init; }

    public override int Entries => _superseded.Length + _added.Length;

    public override ConsumerCursor Advance(ConsumerCursor cursor) => advance(cursor);

    public override async Task WriteAsync(WriteScope write, CancellationToken cancellationToken)
    {
        long next = await GeofenceLog.Log.SupersedeAsync(write, batch.Shard, batch.Cursor.OutputSequence + 1, _superseded, cancellationToken);
        if (_added.Length > 0)
        {
            await using NpgsqlCommand insert = write.Command(
                InsertSql,
                batch.Shard,
                OutputLog.Numbers(next, _added.Length),
                _added.Select(row => row.TrackerId).ToArray(),
                _added.Select(row => row.Event.FenceId).ToArray(),
                _added.Select(row => row.Event.FenceVersion).ToArray(),
                _added.Select(row => EventLabels.Of(row.Event.Type)).ToArray(),
                _added.Select(row => row.Event.OccurredAt).ToArray(),
                _added.Select(row => row.Event.ReportFingerprint).ToArray(),
                _added.Select(row => row.Event.Initial).ToArray(),
                _added.Select(row => EventLabels.Of(row.Event.Reason)).ToArray(),
                _added.Select(row => row.Event.EnteredAt).ToArray());
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

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

        // Counted here, where the batch is known to be this worker's: several workers may have computed it, but only one writes it.
        if (RecomputedReports is { } reports)
        {
            FenceMetrics.RecomputedTrackers.Add(judgements.Count);
            FenceMetrics.RecomputedReports.Add(reports);
        }
    }
}
