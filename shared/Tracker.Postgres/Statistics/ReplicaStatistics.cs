using EFCore.ReadWriteSplitting.Health;

namespace EFCore.ReadWriteSplitting.Statistics;

/// <summary>A replica: what the primary says of it, and what this process makes of it.</summary>
/// <param name="Name">Its name in replication; its address where the name is not known.</param>
/// <param name="State">streaming, catchup, ... (<c>pg_stat_replication</c>); null: the primary sends it nothing.</param>
/// <param name="SyncState">async, potential, sync, quorum; null: the primary sends it nothing.</param>
/// <param name="Lag">By its own word, else by the primary's; null: neither is to be had.</param>
/// <param name="Health">What the monitor makes of it; null: no connection of this process has led there.</param>
/// <param name="SinceSeen">How long ago it last answered this process; null: never.</param>
public sealed record ReplicaStatistics(string Name, string? State, string? SyncState, ReplicationLag? Lag, NodeHealth? Health, TimeSpan? SinceSeen);
