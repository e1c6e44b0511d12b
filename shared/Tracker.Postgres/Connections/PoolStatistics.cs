namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>A pool at one moment.</summary>
/// <param name="Kind">Which pool.</param>
/// <param name="Size">Connections it may have in use.</param>
/// <param name="Busy">In use.</param>
/// <param name="Idle">Open and not in use.</param>
/// <param name="Waiting">Scopes that wait for a connection.</param>
/// <param name="TimeOuts">Scopes that waited in vain, since the start.</param>
/// <param name="Nodes">The same by node.</param>
public sealed record PoolStatistics(
    PoolKind Kind, int Size, int Busy, int Idle, int Waiting, long TimeOuts, IReadOnlyList<NodePoolStatistics> Nodes);

/// <summary>A pool's connections to one node.</summary>
/// <param name="Node">The node's address and port.</param>
/// <param name="Name">Its name in replication; null where it is not known.</param>
/// <param name="Busy">In use.</param>
/// <param name="Idle">Open and not in use.</param>
/// <param name="Opened">Opened since the start.</param>
/// <param name="Closed">Closed since the start.</param>
public sealed record NodePoolStatistics(string Node, string? Name, int Busy, int Idle, long Opened, long Closed);
