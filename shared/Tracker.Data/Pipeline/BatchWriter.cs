using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;

namespace Tracker.Data.Pipeline;

/// <summary>Commits a batch if its cursor has not changed since it was read: cursor, state and effects in one short transaction.</summary>
internal static class BatchWriter
{
    // The condition on the head: a snapshot that shows more reports than this primary has must not move the cursor past the head.
    private const string CursorSql = """
        UPDATE consumer_cursors c
        SET position = $1, stamp = $2, output_sequence = $3, latest_recorded_at = $4
        FROM report_shards s
        WHERE c.consumer = $5 AND c.shard = $6 AND c.stamp = $7 AND s.shard = c.shard AND s.head >= $1
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

        await using NpgsqlCommand move = write.Command(
            CursorSql,
            batch.UpTo, Guid.NewGuid(), batch.Cursor.OutputSequence + effects.Entries, batch.LatestRecordedAt,
            batch.Cursor.Consumer, batch.Shard, batch.Cursor.Stamp);
        if (await move.ExecuteNonQueryAsync(cancellationToken) == 0)
        {
            return BatchOutcome.Stale;
        }

        await effects.WriteAsync(write, cancellationToken);
        return BatchOutcome.Committed;
    }
}
