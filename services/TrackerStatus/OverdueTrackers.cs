using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Model;
using Tracker.Data.OutputLogs;
using TrackerStatus.Judging;
using TrackerStatus.Storage;
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
        SELECT FROM consumer_cursors c JOIN report_shards s ON s.shard = c.shard
        WHERE c.consumer = $1 AND c.shard = $2 AND c.position = s.head
        FOR UPDATE OF c
        """;

    private const string MarkSql = """
        UPDATE tracker_status s SET state = 'inactive', since = s.last_seen_at + coalesce(m.inactive_after, $2::interval)
        FROM trackers r LEFT JOIN tracker_models m ON m.id = r.model_id
        WHERE r.id = s.tracker_id AND s.tracker_id = ANY($1) AND s.state = 'active'
          AND s.last_seen_at < now() - coalesce(m.inactive_after, $2::interval)
        RETURNING s.tracker_id, s.since
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
        if (!await HoldAsync(write, shard, cancellationToken))
        {
            return 0;
        }

        List<(long TrackerId, StatusEvent Event)> inactive = await SetInactiveAsync(write, trackers, cancellationToken);
        if (inactive.Count > 0)
        {
            // Under a new stamp: a batch that was computed on the state before is discarded.
            long first = await OutputLog.StatusTransitions.TakeNumbersAsync(write, shard, inactive.Count, cancellationToken);
            LogChanges<StatusEvent> changes = new([], [.. inactive.OrderBy(row => row.TrackerId)]);
            await OutputLog.StatusTransitions.WriteAsync(write, shard, first - 1, changes, StatusLog.Columns, cancellationToken);
        }

        return inactive.Count;
    }

    private static async Task<bool> HoldAsync(WriteScope write, short shard, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand hold = write.Command(HoldSql, Consumers.TrackerStatus, shard);
        await using NpgsqlDataReader reader = await hold.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken);
    }

    private async Task<List<(long TrackerId, StatusEvent Event)>> SetInactiveAsync(
        WriteScope write, long[] trackers, CancellationToken cancellationToken)
    {
        List<(long, StatusEvent)> inactive = [];
        await using NpgsqlCommand mark = write.Command(MarkSql, trackers, options.InactiveAfter);
        await using NpgsqlDataReader reader = await mark.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            inactive.Add((reader.GetInt64(0), new StatusEvent(TrackerState.Inactive, reader.GetDateTime(1), DeliveryLocationId: null)));
        }

        return inactive;
    }
}
