using EFCore.ReadWriteSplitting.Health;

namespace EFCore.ReadWriteSplitting.Statistics;

/// <summary>The state of a replica, as the primary reports it and as this process knows it.</summary>
/// <param name="Name">The replica's name in replication, or its address if the name is unknown.</param>
/// <param name="State">streaming, catchup, ... (<c>pg_stat_replication</c>); null if the primary does not report it.</param>
/// <param name="SyncState">async, potential, sync, quorum; null if the primary does not report it.</param>
/// <param name="Lag">The lag from the replica's own position, or as the primary reports it; null if it can't be observed now.</param>
/// <param name="Health">The health; null if this process has never connected to it.</param>
/// <param name="SinceSeen">The time since it last answered this process; null if it never did.</param>
/// <param name="SinceLagObserved">The time since its lag was last observed, by its own answer or in the primary's report; null if it never
/// was.</param>
public sealed record ReplicaStatistics(
    string Name, string? State, string? SyncState, ReplicationLag? Lag, NodeHealth? Health, TimeSpan? SinceSeen, TimeSpan? SinceLagObserved = null);
