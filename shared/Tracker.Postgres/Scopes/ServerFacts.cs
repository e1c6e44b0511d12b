using System.Data.Common;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using NpgsqlTypes;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>What a server says of itself, asked in a trip that is made anyway.</summary>
/// <param name="Role">Primary or replica.</param>
/// <param name="Timeline">The timeline it writes or receives; null on a replica that receives nothing.</param>
/// <param name="Position">Inserted (primary) or replayed (replica).</param>
internal readonly record struct ServerFacts(NodeRole Role, int? Timeline, NpgsqlLogSequenceNumber Position)
{
    // A primary's timeline is read off its current WAL file: pg_control_checkpoint() lags behind a promotion.
    public const string Columns = """
        pg_is_in_recovery(),
        CASE WHEN pg_is_in_recovery()
             THEN (SELECT received_tli FROM pg_stat_wal_receiver)
             ELSE ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int END,
        CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_insert_lsn() END
        """;

    public const string Sql = "SELECT " + Columns;

    public static ServerFacts Read(DbDataReader reader, int first = 0) => new(
        reader.GetBoolean(first) ? NodeRole.Replica : NodeRole.Primary,
        reader.IsDBNull(first + 1) ? null : reader.GetInt32(first + 1),
        reader.IsDBNull(first + 2) ? default : reader.GetFieldValue<NpgsqlLogSequenceNumber>(first + 2));

    /// <summary>Of a replica that was asked for no more than its position, behind the guard's column.</summary>
    public static ServerFacts ReadPosition(DbDataReader reader, int? knownTimeline) => new(
        NodeRole.Replica, knownTimeline, reader.IsDBNull(1) ? default : reader.GetFieldValue<NpgsqlLogSequenceNumber>(1));

    public RouteDecision Route(PooledConnection connection, RouteReason reason) =>
        Route(connection.Node.Address, connection.Cluster, reason, connection.Node.Lag);

    public RouteDecision Route(string node, ClusterIdentity cluster, RouteReason reason, ReplicationLag? lag) =>
        new(node, Role, reason, cluster.SystemId, Timeline, Role == NodeRole.Primary ? cluster.Wal.EndOf(Position) : Position, lag);
}
