using EFCore.ReadWriteSplitting.Health;

namespace EFCore.ReadWriteSplitting.Statistics;

/// <summary>A node as this process knows it.</summary>
/// <param name="Address">The server's address and port; where the nodes are listed (<c>POSTGRES_HOSTS</c>), as they are listed.</param>
/// <param name="Name">Its name in replication; null on one that has not been a replica yet.</param>
/// <param name="Role">What it last said of itself; null: it has never answered.</param>
/// <param name="Health">What the monitor makes of it. A primary behind a proxy is not judged.</param>
/// <param name="Lag">How far behind it was at the monitor's last look; null on a primary, and where that is not known.</param>
/// <param name="SinceSeen">How long ago it last answered; null: never.</param>
public sealed record NodeStatistics(string Address, string? Name, NodeRole? Role, NodeHealth Health, ReplicationLag? Lag, TimeSpan? SinceSeen);
