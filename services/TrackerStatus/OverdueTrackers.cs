using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Pipeline;
using TrackerStatus.Timeline;

namespace TrackerStatus;

/// <summary>
/// Marks silent trackers inactive. A replica provides the candidates. The primary decides in the WHERE clause of the
/// UPDATE, while it holds the shard's cursor, so that the log stays in order.
/// </summary>
internal sealed class OverdueTrackers(Database database, StatusOptions options)
{
    // Only in shards without unread reports: an unread report may show that its tracker is not silent.
    private const string AskSql = """
        SELECT t.shard, array_agg(t.tracker_id ORDER BY t.tracker_id)
        FROM tracker_status t
        JOIN consumer_cursors c ON c.consumer = $1 AND c.shard = t.shard
        JOIN report_shards s ON s.shard = t.shard AND s.head = c.position
        JOIN trackers r ON r.id = t.tracker_id
        LEFT JOIN tracker_models m ON m.id = r.model_id
        WHERE t.state = 'active' AND t.last_seen_at < now() - coalesce(m.inactive_after, $2::interval)
        GROUP BY t.shard
        """;

    private const string HoldSql = """
        SELECT c.output_sequence FROM consumer_cursors c JOIN report_shards s ON s.shard = c.shard
        WHERE c.consumer = $1 AND c.shard = $2 AND c.position = s.head
        FOR UPDATE OF c
        """;

    private const string MarkSql = """
        WITH overdue AS (
            UPDATE tracker_status s SET state = 'inactive', since = s.last_seen_at + coalesce(m.inactive_after, $3::interval)
            FROM trackers r LEFT JOIN tracker_models m ON m.id = r.model_id
            WHERE r.id = s.tracker_id AND s.tracker_id = ANY($2) AND s.state = 'active'
              AND s.last_seen_at < now() - coalesce(m.inactive_after, $3::interval)
            RETURNING s.tracker_id, s.since)
        INSERT INTO status_transitions (shard, sequence, tracker_id, state, occurred_at)
        SELECT $1, $4 + row_number() OVER (ORDER BY tracker_id), tracker_id, 'inactive', since FROM overdue
        """;

    // The new stamp discards batches that were computed from the previous state.
    private const string StampSql = """
        UPDATE consumer_cursors SET stamp = gen_random_uuid(), output_sequence = output_sequence + $3 WHERE consumer = $1 AND shard = $2
        """;

    /// <summary>Returns the number of trackers that became inactive.</summary>
    public async Task<int> MarkAsync(CancellationToken cancellationToken)
    {
        int marked = 0;
        foreach ((short shard, long[] trackers) in await database.ReadAsync(ReadConsistency.Eventual, AskAsync, cancellationToken))
        {
            await database.WriteAsync(
                UnitOfWork.Repeatable, async (write, token) => marked += await MarkAsync(write, shard, trackers, token), cancellationToken);
        }

        return marked;
    }

    private async Task<List<(short Shard, long[] Trackers)>> AskAsync(ReadScope read, CancellationToken cancellationToken)
    {
        var overdue = new List<(short, long[])>();
        await using ReadCommand command = read.Command(AskSql, Consumers.TrackerStatus, options.InactiveAfter);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            overdue.Add((reader.GetInt16(0), reader.GetFieldValue<long[]>(1)));
        }

        return overdue;
    }

    private async Task<int> MarkAsync(WriteScope write, short shard, long[] trackers, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand hold = write.Command(HoldSql, Consumers.TrackerStatus, shard);
        if (await hold.ExecuteScalarAsync(cancellationToken) is not long sequence)
        {
            return 0;
        }

        await using NpgsqlCommand mark = write.Command(MarkSql, shard, trackers, options.InactiveAfter, sequence);
        int marked = await mark.ExecuteNonQueryAsync(cancellationToken);
        if (marked > 0)
        {
            await using NpgsqlCommand stamp = write.Command(StampSql, Consumers.TrackerStatus, shard, marked);
            await stamp.ExecuteNonQueryAsync(cancellationToken);
        }

        return marked;
    }
}
