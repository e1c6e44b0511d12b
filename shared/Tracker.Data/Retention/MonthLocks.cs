using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Locking;

namespace Tracker.Data.Retention;

/// <summary>
/// The locks for detaching months. Whoever has read <c>location_reports</c> and not ended its transaction holds them up; meanwhile every
/// ingest would queue behind the request. So each attempt waits for a short time, then leaves the queue, and the next one comes later.
/// DETACH CONCURRENTLY would not queue, but it runs in no transaction: until the kept reports are attached, nobody would see them.
/// </summary>
internal static class MonthLocks
{
    private const int Attempts = 6;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    private const string Savepoint = "SAVEPOINT before_locks";
    private const string Release = "ROLLBACK TO SAVEPOINT before_locks";

    // Consumers read reports while they hold their cursors: first these.
    private const string CursorsSql = "SELECT FROM consumer_cursors ORDER BY consumer, shard FOR UPDATE";

    // Whoever creates a month holds this, and waits for a lock on the parent.
    private const string TryCreationSql = "SELECT pg_try_advisory_xact_lock(7165728234)";

    // Not pg_partition_tree, which waits for locks itself.
    private const string MonthsSql = """
        (l.relation = 'location_reports'::regclass OR l.relation IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = 'location_reports'::regclass))
        """;

    // A step, as a message names it, and which locks are in its way.
    private static readonly Step Cursors = new("the consumers' cursors", "l.relation = 'consumer_cursors'::regclass");

    private static readonly Step Creation = new(
        "the creation of a month", "l.locktype = 'advisory' AND l.objsubid = 1 AND (l.classid::bigint << 32) | l.objid::bigint = 7165728234");

    private static readonly Step Parent = new("location_reports", MonthsSql);

    /// <summary>Takes the same locks and releases them at once.</summary>
    /// <returns>Null if they could be taken; otherwise who was in the way at last.</returns>
    public static async Task<string?> ProbeAsync(
        WriteScope write, IReadOnlyList<string> partitions, TimeSpan idleLimit, TimeProvider time, CancellationToken cancellationToken)
    {
        string? blockers = await TakeAsync(write, partitions, idleLimit, time, cancellationToken);
        await ExecuteAsync(write, Release, cancellationToken);
        return blockers;
    }

    /// <summary>Takes the locks on all cursors, on <c>location_reports</c> and on partitions of it, until the transaction ends.</summary>
    /// <returns>Null if they were taken; otherwise who was in the way at last.</returns>
    public static async Task<string?> TakeAsync(
        WriteScope write, IReadOnlyList<string> partitions, TimeSpan idleLimit, TimeProvider time, CancellationToken cancellationToken)
    {
        TimeSpan pause = FirstPause;
        for (int attempt = 1; ; attempt++)
        {
            await ExecuteAsync(write, Savepoint, cancellationToken);
            if (await BlockedAsync(write, partitions, cancellationToken) is not { } blocked)
            {
                return null;
            }

            await ExecuteAsync(write, Release, cancellationToken);
            if (attempt == Attempts)
            {
                return await BlockersAsync(write, blocked, cancellationToken);
            }

            // Shorter than the server lets a transaction be idle.
            await Task.Delay(pause * (0.5 + (Random.Shared.NextDouble() / 2)), time, cancellationToken);
            pause = new[] { pause * 2, LongestPause, idleLimit / 2 }.Min();
        }
    }

    // The step that was held up; null if all locks were taken.
    private static async Task<Step?> BlockedAsync(WriteScope write, IReadOnlyList<string> partitions, CancellationToken cancellationToken)
    {
        Step step = Cursors;
        try
        {
            await ShortWait.SetAsync(write, cancellationToken);
            await ExecuteAsync(write, CursorsSql, cancellationToken);
            await using NpgsqlCommand creation = write.Command(TryCreationSql);
            if (!(bool)(await creation.ExecuteScalarAsync(cancellationToken))!)
            {
                return Creation;
            }

            // The parent first, since everybody begins with it. From then on all ingests wait: no further waiting.
            step = Parent;
            await ExecuteAsync(write, "LOCK TABLE ONLY location_reports IN ACCESS EXCLUSIVE MODE", cancellationToken);
            foreach (string partition in partitions)
            {
                step = new Step($"the partition {partition}", MonthsSql);
                await ExecuteAsync(write, $"LOCK TABLE {partition} IN ACCESS EXCLUSIVE MODE NOWAIT", cancellationToken);
            }

            return null;
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return step;
        }
    }

    private static async Task<string> BlockersAsync(WriteScope write, Step blocked, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand blockers = write.Command(blocked.HoldersSql);
        return await blockers.ExecuteScalarAsync(cancellationToken) is string holders
            ? $"at {blocked.Name}: {holders}"
            : $"at {blocked.Name}: nobody any more, whoever was in the way has ended its transaction";
    }

    private static async Task ExecuteAsync(WriteScope write, string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = write.Command(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed record Step(string Name, string Locks)
    {
        // A backend that is no client's, such as autovacuum, has no name and no state.
        public string HoldersSql => $"""
            SELECT string_agg(
                concat_ws(' ', 'pid', a.pid, nullif(a.backend_type, 'client backend'), '(' || nullif(a.application_name, '') || ')', a.state,
                    'since ' || to_char(coalesce(a.state_change, a.xact_start), 'HH24:MI:SS'), 'holding ' || held.relations),
                ', ' ORDER BY a.pid)
            FROM pg_stat_activity a
            JOIN (
                SELECT l.pid, string_agg(DISTINCT l.relation::regclass::text, ' and ') AS relations
                FROM pg_locks l
                WHERE l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND {Locks}
                GROUP BY l.pid) held USING (pid)
            WHERE a.pid <> pg_backend_pid()
            """;
    }
}
