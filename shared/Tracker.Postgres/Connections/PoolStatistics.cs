namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>The state of a pool.</summary>
/// <param name="Kind">The pool.</param>
/// <param name="Size">Maximum number of connections in use.</param>
/// <param name="Busy">Connections in use.</param>
/// <param name="Idle">Open connections that are not in use.</param>
/// <param name="Waiting">Scopes that wait for a connection.</param>
/// <param name="TimeOuts">Scopes that timed out waiting for a connection since startup.</param>
/// <param name="Nodes">The connections by node.</param>
public sealed record PoolStatistics(
    PoolKind Kind, int Size, int Busy, int Idle, int Waiting, long TimeOuts, IReadOnlyList<NodePoolStatistics> Nodes);

/// <summary>A pool's connections to one node.</summary>
/// <param name="Node">The node's address and port.</param>
/// <param name="Name">The node's name in replication; null if unknown.</param>
/// <param name="Busy">Connections in use.</param>
/// <param name="Idle">Open connections that are not in use.</param>
/// <param name="Opened">Connections opened since startup.</param>
/// <param name="Closed">Connections closed since startup.</param>
public sealed record NodePoolStatistics(string Node, string? Name, int Busy, int Idle, long Opened, long Closed);
