using System.Data.Common;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using Npgsql;
using NpgsqlTypes;

namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>A server's role, timeline and WAL position. The columns can be added to any round trip.</summary>
/// <param name="Role">Primary or replica.</param>
/// <param name="Timeline">The timeline that the server writes or receives; null on a replica that receives no WAL.</param>
/// <param name="Position">Insert position (primary) or replay position (replica).</param>
internal readonly record struct ServerFacts(NodeRole Role, int? Timeline, NpgsqlLogSequenceNumber Position)
{
    // A primary's timeline is taken from its current WAL file name: after a promotion pg_control_checkpoint() still shows the old one.
    public const string Columns = """
        pg_is_in_recovery(),
        CASE WHEN pg_is_in_recovery()
             THEN (SELECT received_tli FROM pg_stat_wal_receiver)
             ELSE ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int END,
        CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_insert_lsn() END
        """;

    public const string Sql = "SELECT " + Columns;

    /// <summary>Queries the server.</summary>
    public static async Task<NodeState> AskAsync(PooledConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection.Connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return Read(reader).Of(connection);
    }

    /// <summary>Reads the columns of the current row, starting at <paramref name="first"/>.</summary>
    public static ServerFacts Read(DbDataReader reader, int first = 0) => new(
        reader.GetBoolean(first) ? NodeRole.Replica : NodeRole.Primary,
        reader.IsDBNull(first + 1) ? null : reader.GetInt32(first + 1),
        reader.IsDBNull(first + 2) ? default : reader.GetFieldValue<NpgsqlLogSequenceNumber>(first + 2));

    public NodeState Of(PooledConnection connection) => Of(connection.Node.Address, connection.Cluster);

    public NodeState Of(string node, ClusterIdentity cluster) =>
        new(node, Role, cluster.SystemId, Timeline, Role == NodeRole.Primary ? cluster.Wal.EndOf(Position) : Position);
}
