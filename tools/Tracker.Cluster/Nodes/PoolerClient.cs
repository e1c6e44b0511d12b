namespace Tracker.Cluster.Nodes;

/// <summary>A client's connection to a node's PgBouncer, as that counts it. Behind HAProxy, the address is HAProxy's side of it.</summary>
/// <param name="User">Who logged in.</param>
/// <param name="ApplicationName">Who the client says it is.</param>
/// <param name="Address">Address and port that it comes from: with the time, this tells a connection from a later one.</param>
/// <param name="ConnectedAt">In PgBouncer's own words, to the second.</param>
public sealed record PoolerClient(string User, string ApplicationName, string Address, string ConnectedAt);
