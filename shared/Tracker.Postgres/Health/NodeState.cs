using NpgsqlTypes;

namespace EFCore.ReadWriteSplitting.Health;

/// <summary>The state of a server at one moment, as it reported it.</summary>
/// <param name="Node">The server's address and port, or its entry in <c>POSTGRES_HOSTS</c> if nodes are listed.</param>
/// <param name="Role">Primary or replica.</param>
/// <param name="SystemId">The cluster's system identifier (<c>pg_control_system()</c>).</param>
/// <param name="Timeline">
/// The timeline that the server writes (primary) or receives (replica, <c>pg_stat_wal_receiver.received_tli</c>); null on a replica
/// that receives no WAL. For an eventual read, the last known timeline of that replica.
/// </param>
/// <param name="Position">WAL position: insert position (primary) or replay position (replica).</param>
public sealed record NodeState(string Node, NodeRole Role, long SystemId, int? Timeline, NpgsqlLogSequenceNumber Position);
