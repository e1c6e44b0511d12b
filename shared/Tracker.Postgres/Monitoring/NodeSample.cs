using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Health;
using Npgsql;
using NpgsqlTypes;

namespace EFCore.ReadWriteSplitting.Monitoring;

/// <summary>A node's state and, on a primary, its replicas; queried in one round trip.</summary>
/// <param name="State">The node's role, timeline and position.</param>
/// <param name="Flushed">On a primary, the WAL position up to which it has flushed: replicas receive no more. The insert position would
/// count the WAL of an open transaction, for up to 15 s, as not replayed.</param>
/// <param name="Clock">The node's clock.</param>
/// <param name="LastReplayedCommit">On a replica, when the primary committed what was last replayed; null if nothing was.</param>
/// <param name="Replicas">On a primary, its replicas.</param>
internal sealed record NodeSample(NodeState State, NpgsqlLogSequenceNumber? Flushed, DateTime Clock, DateTime? LastReplayedCommit, IReadOnlyList<ReplicaReport> Replicas)
{
    private const string StateSql = $"""
        SELECT {ServerFacts.Columns}, clock_timestamp(), pg_last_xact_replay_timestamp(),
               CASE WHEN NOT pg_is_in_recovery() THEN pg_current_wal_flush_lsn() END
        """;

    // Replicas without a name of their own share one (walreceiver, or cluster_name). Their slots tell them apart.
    // Compares with the WAL that was written, not sent: otherwise a replica behind a stalled WAL sender would look up to date.
    private const string ReplicasSql = """
        SELECT CASE WHEN count(*) OVER (PARTITION BY application_name) = 1 THEN application_name
                    ELSE coalesce(slot_name, application_name || ' at ' || coalesce(host(client_addr), 'local') || ':' || coalesce(client_port, 0)) END,
               state, sync_state,
               greatest(pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN sent_lsn ELSE pg_current_wal_lsn() END, replay_lsn), 0)::bigint,
               coalesce(replay_lag, interval '0'), reply_time, greatest(clock_timestamp() - reply_time, interval '0')
        FROM pg_stat_replication LEFT JOIN pg_replication_slots ON active_pid = pid
        WHERE replay_lsn IS NOT NULL AND reply_time IS NOT NULL AND slot_type IS DISTINCT FROM 'logical'
        """;

    public static async Task<NodeSample> TakeAsync(PooledConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection.Connection)
        {
            BatchCommands = { new NpgsqlBatchCommand(StateSql), new NpgsqlBatchCommand(ReplicasSql) },
        };
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        NodeState state = ServerFacts.Read(reader).Of(connection);
        DateTime clock = reader.GetDateTime(3);
        DateTime? lastReplayed = await reader.IsDBNullAsync(4, cancellationToken) ? null : reader.GetDateTime(4);
        NpgsqlLogSequenceNumber? flushed = await reader.IsDBNullAsync(5, cancellationToken) ? null : reader.GetFieldValue<NpgsqlLogSequenceNumber>(5);
        await reader.NextResultAsync(cancellationToken);
        List<ReplicaReport> replicas = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            replicas.Add(new ReplicaReport(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3),
                reader.GetTimeSpan(4), reader.GetDateTime(5), reader.GetTimeSpan(6)));
        }

        return new NodeSample(state, flushed, clock, lastReplayed, replicas);
    }
}
