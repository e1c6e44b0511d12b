using EFCore.ReadWriteSplitting.Health;
using NpgsqlTypes;

namespace EFCore.ReadWriteSplitting.Routing;

/// <summary>Which server serves a scope, and why.</summary>
/// <param name="Node">The server's address and port; where the nodes are listed (<c>POSTGRES_HOSTS</c>), as they are listed.</param>
/// <param name="Role">What the server said of itself when the scope opened.</param>
/// <param name="Reason">Why this one.</param>
/// <param name="SystemId">The cluster's system identifier (<c>pg_control_system()</c>).</param>
/// <param name="Timeline">
/// The timeline that the server writes (primary) or receives (replica, <c>pg_stat_wal_receiver.received_tli</c>);
/// null on a replica that receives nothing. Of a read that asks for no freshness, as it was last seen on that replica.
/// </param>
/// <param name="Position">WAL position when the scope opened: inserted (primary) or replayed (replica).</param>
/// <param name="Lag">How far behind the monitor last saw the replica; null on a primary, and where it was not seen yet.</param>
public sealed record RouteDecision(
    string Node,
    NodeRole Role,
    RouteReason Reason,
    long SystemId,
    int? Timeline,
    NpgsqlLogSequenceNumber Position,
    ReplicationLag? Lag);
