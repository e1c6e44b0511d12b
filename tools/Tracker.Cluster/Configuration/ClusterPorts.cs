namespace Tracker.Cluster.Configuration;

/// <summary>The TCP ports of each component. All nodes use the same ports because each has its own address.</summary>
public sealed record ClusterPorts
{
    public int Write { get; init; } = 5432;

    public int Read { get; init; } = 5433;

    public int Stats { get; init; } = 1936;

    public int Postgres { get; init; } = 5432;

    public int PgBouncer { get; init; } = 6432;

    public int Patroni { get; init; } = 8008;

    public int Etcd { get; init; } = 2379;

    public int EtcdPeer { get; init; } = 2380;
}
