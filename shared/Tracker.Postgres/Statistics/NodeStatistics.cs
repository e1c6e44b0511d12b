using EFCore.ReadWriteSplitting.Health;

namespace EFCore.ReadWriteSplitting.Statistics;

/// <summary>The state of a node, as this process knows it.</summary>
/// <param name="Address">The server's address and port, or its entry in <c>POSTGRES_HOSTS</c> if nodes are listed.</param>
/// <param name="Name">The node's name in replication; null if it was never a replica.</param>
/// <param name="Role">The last known role; null if the node never answered.</param>
/// <param name="Health">The health of the node. A primary behind a proxy is not judged.</param>
/// <param name="Lag">The current lag; null on a primary, and if it can't be observed now.</param>
/// <param name="SinceSeen">The time since the last answer; null if it never answered.</param>
/// <param name="SinceLagObserved">The time since the lag was last observed; null if it never was.</param>
public sealed record NodeStatistics(
    string Address, string? Name, NodeRole? Role, NodeHealth Health, ReplicationLag? Lag, TimeSpan? SinceSeen, TimeSpan? SinceLagObserved = null);
