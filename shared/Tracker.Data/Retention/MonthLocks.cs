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

    private const string BlockersSql = """
        SELECT string_agg(concat_ws(' ', 'pid', a.pid, '(' || nullif(a.application_name, '') || ')', a.state, 'since', to_char(a.state_change, 'HH24:MI:SS')), ', ')
        FROM pg_stat_activity a
        WHERE a.pid <> pg_backend_pid() AND a.pid IN (SELECT l.pid FROM pg_locks l WHERE l.granted AND l.relation = 'location_reports'::regclass)
        """;

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
            if (await TryAsync(write, partitions, cancellationToken))
            {
                return null;
            }

            await ExecuteAsync(write, Release, cancellationToken);
            if (attempt == Attempts)
            {
                return await BlockersAsync(write, cancellationToken);
            }

            // Shorter than the server lets a transaction be idle.
            await Task.Delay(pause * (0.5 + (Random.Shared.NextDouble() / 2)), time, cancellationToken);
            pause = new[] { pause * 2, LongestPause, idleLimit / 2 }.Min();
        }
    }

    private static async Task<bool> TryAsync(WriteScope write, IReadOnlyList<string> partitions, CancellationToken cancellationToken)
    {
        try
        {
            await ShortWait.SetAsync(write, cancellationToken);
            await ExecuteAsync(write, CursorsSql, cancellationToken);
            await using NpgsqlCommand creation = write.Command(TryCreationSql);
            if (!(bool)(await creation.ExecuteScalarAsync(cancellationToken))!)
            {
                return false;
            }

            // The parent first, since everybody begins with it. From then on all ingests wait: no further waiting.
            await ExecuteAsync(write, "LOCK TABLE ONLY location_reports IN ACCESS EXCLUSIVE MODE", cancellationToken);
            if (partitions.Count > 0)
            {
                await ExecuteAsync(write, $"LOCK TABLE {string.Join(", ", partitions)} IN ACCESS EXCLUSIVE MODE NOWAIT", cancellationToken);
            }

            return true;
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
    }

    private static async Task<string> BlockersAsync(WriteScope write, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand blockers = write.Command(BlockersSql);
        return await blockers.ExecuteScalarAsync(cancellationToken) as string ?? "a transaction that has ended meanwhile";
    }

    private static async Task ExecuteAsync(WriteScope write, string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = write.Command(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
