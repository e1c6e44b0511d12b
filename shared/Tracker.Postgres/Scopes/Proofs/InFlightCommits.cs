using EFCore.ReadWriteSplitting.Connections;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Scopes.Proofs;

/// <summary>
/// With synchronous replication a replica can show a commit before the primary does, because there the transaction still waits for the
/// standby. Everything seen on a replica is visible on the primary after the commits that are in flight there have ended.
/// </summary>
internal static class InFlightCommits
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(1);

    private const string InFlightSql = """
        SELECT pid, backend_xid::text FROM pg_stat_activity
        WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid() AND state = 'active'
          AND (wait_event = 'SyncRep' OR query ~* '^\s*(commit|end)\M')
        """;

    private const string RemainingSql = "SELECT count(*) FROM pg_stat_activity a JOIN unnest($1, $2) AS w (pid, xid) ON a.pid = w.pid AND a.backend_xid::text = w.xid";

    /// <param name="connection">A connection to the primary.</param>
    /// <param name="timeout">The timeout.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="CommitsInFlightException">They did not end within the timeout.</exception>
    public static async Task WaitAsync(PooledConnection connection, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        (List<int> Pids, List<string> Xids) commits = await FindAsync(connection.Connection, cancellationToken);
        long started = time.GetTimestamp();
        while (commits.Pids.Count > 0 && await CountRemainingAsync(connection.Connection, commits.Pids, commits.Xids, cancellationToken) > 0)
        {
            if (time.GetElapsedTime(started) > timeout)
            {
                throw new CommitsInFlightException(connection.Node.Address);
            }

            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    private static async Task<(List<int> Pids, List<string> Xids)> FindAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        List<int> pids = [];
        List<string> xids = [];
        await using var command = new NpgsqlCommand(InFlightSql, connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            pids.Add(reader.GetInt32(0));
            xids.Add(reader.GetString(1));
        }

        return (pids, xids);
    }

    private static async Task<long> CountRemainingAsync(NpgsqlConnection connection, List<int> pids, List<string> xids, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(RemainingSql, connection)
        {
            Parameters = { new NpgsqlParameter { Value = pids }, new NpgsqlParameter { Value = xids } },
        };
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
