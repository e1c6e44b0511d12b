using NpgsqlTypes;

namespace EFCore.ReadWriteSplitting.Health;

/// <summary>What a server said of itself at one moment.</summary>
/// <param name="Node">The server's address and port; where the nodes are listed (<c>POSTGRES_HOSTS</c>), as they are listed.</param>
/// <param name="Role">Primary or replica.</param>
/// <param name="SystemId">The cluster's system identifier (<c>pg_control_system()</c>).</param>
/// <param name="Timeline">
/// The timeline that the server writes (primary) or receives (replica, <c>pg_stat_wal_receiver.received_tli</c>); null on a replica
/// that receives nothing. For a read that asks for no freshness, the timeline last seen on that replica.
/// </param>
/// <param name="Position">WAL position: inserted (primary) or replayed (replica).</param>
public sealed record NodeState(string Node, NodeRole Role, long SystemId, int? Timeline, NpgsqlLogSequenceNumber Position);
