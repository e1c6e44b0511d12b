using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Health;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Monitoring;

/// <summary>A node's state and, on a primary, its replicas; queried in one round trip.</summary>
internal sealed record NodeSample(NodeState State, IReadOnlyList<ReplicaReport> Replicas)
{
    // Compares with the WAL that was written, not sent: otherwise a replica behind a stalled WAL sender would look up to date.
    private const string ReplicasSql = """
        SELECT application_name, state, sync_state,
               greatest(pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN sent_lsn ELSE pg_current_wal_lsn() END, replay_lsn), 0)::bigint
        FROM pg_stat_replication
        WHERE replay_lsn IS NOT NULL
        """;

    public static async Task<NodeSample> TakeAsync(PooledConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection.Connection)
        {
            BatchCommands = { new NpgsqlBatchCommand(ServerFacts.Sql), new NpgsqlBatchCommand(ReplicasSql) },
        };
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        NodeState state = ServerFacts.Read(reader).Of(connection);
        await reader.NextResultAsync(cancellationToken);
        List<ReplicaReport> replicas = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            replicas.Add(new ReplicaReport(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3)));
        }

        return new NodeSample(state, replicas);
    }
}
