using EFCore.ReadWriteSplitting.Connections;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>
/// Under synchronous commit a replica can show a commit before the primary does: there its transaction still waits for the standby.
/// What was seen on a replica is on the primary too once the commits that were under way there have ended.
/// </summary>
internal static class InFlightCommits
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(1);

    private const string UnderWaySql = """
        SELECT pid, backend_xid::text FROM pg_stat_activity
        WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid() AND state = 'active'
          AND (wait_event = 'SyncRep' OR query ~* '^\s*(commit|end)\M')
        """;

    private const string LeftSql = "SELECT count(*) FROM pg_stat_activity a JOIN unnest($1, $2) AS w (pid, xid) ON a.pid = w.pid AND a.backend_xid::text = w.xid";

    /// <param name="connection">To the primary.</param>
    /// <param name="patience">How long to wait for them.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="CommitsInFlightException">They did not end in time.</exception>
    public static async Task WaitAsync(PooledConnection connection, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        (List<int> Pids, List<string> Xids) waiting = await UnderWayAsync(connection.Connection, cancellationToken);
        long started = time.GetTimestamp();
        while (waiting.Pids.Count > 0 && await LeftAsync(connection.Connection, waiting.Pids, waiting.Xids, cancellationToken) > 0)
        {
            if (time.GetElapsedTime(started) > patience)
            {
                throw new CommitsInFlightException(connection.Node.Address);
            }

            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    private static async Task<(List<int> Pids, List<string> Xids)> UnderWayAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        List<int> pids = [];
        List<string> xids = [];
        await using var command = new NpgsqlCommand(UnderWaySql, connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            pids.Add(reader.GetInt32(0));
            xids.Add(reader.GetString(1));
        }

        return (pids, xids);
    }

    private static async Task<long> LeftAsync(NpgsqlConnection connection, List<int> pids, List<string> xids, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(LeftSql, connection)
        {
            Parameters = { new NpgsqlParameter { Value = pids }, new NpgsqlParameter { Value = xids } },
        };
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
