using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Model;

namespace Tracker.Data.Pipeline;

/// <summary>Commits a batch where nothing has changed since it was read: cursor, state and effects in one short transaction.</summary>
internal static class BatchWriter
{
    // The head's condition: a snapshot that showed more than this primary has must not move the cursor past its end.
    private const string CursorSql = """
        UPDATE consumer_cursors c
        SET position = $1, stamp = $2, output_sequence = $3, fence_revision = $4, judged_until = $5,
            rejudge_revision = $6, rejudge_until = $7, rejudged_tracker_id = $8, latest_recorded_at = $9
        FROM report_shards s
        WHERE c.consumer = $10 AND c.shard = $11 AND c.stamp = $12 AND s.shard = c.shard AND s.head >= $1
        """;

    public static async Task<BatchOutcome> CommitAsync(
        Database database, ShardBatch batch, int? timeline, ShardEffects effects, CancellationToken cancellationToken)
    {
        var outcome = BatchOutcome.Stale;
        await database.WriteAsync(
            UnitOfWork.Repeatable,
            async (write, token) =>
            {
                outcome = await WriteAsync(write, batch, timeline, effects, token);
            },
            cancellationToken);
        return outcome;
    }

    private static async Task<BatchOutcome> WriteAsync(
        WriteScope write, ShardBatch batch, int? timeline, ShardEffects effects, CancellationToken cancellationToken)
    {
        if (write.Route.Timeline != timeline)
        {
            return BatchOutcome.OtherTimeline;
        }

        ConsumerCursor after = effects.Advance(batch.Cursor);
        await using NpgsqlCommand move = write.Command(
            CursorSql,
            batch.UpTo, Guid.NewGuid(), batch.Cursor.OutputSequence + effects.Entries, after.FenceRevision, after.JudgedUntil,
            after.RejudgeRevision, after.RejudgeUntil, after.RejudgedTrackerId, batch.LatestRecordedAt, batch.Cursor.Consumer, batch.Shard, batch.Cursor.Stamp);
        if (await move.ExecuteNonQueryAsync(cancellationToken) == 0)
        {
            return BatchOutcome.Stale;
        }

        await effects.WriteAsync(write, cancellationToken);
        return BatchOutcome.Committed;
    }
}
