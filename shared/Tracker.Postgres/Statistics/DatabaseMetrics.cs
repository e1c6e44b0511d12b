using System.Diagnostics.Metrics;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Health;

namespace EFCore.ReadWriteSplitting.Statistics;

/// <summary>Publishes a database's statistics as observable instruments.</summary>
internal static class DatabaseMetrics
{
    private static readonly NodeHealth[] AllHealth = Enum.GetValues<NodeHealth>();

    public static void Publish(Meter meter, Func<DatabaseStatistics> read)
    {
        PublishPools(meter, () => read().Pools);
        PublishNodes(meter, () => read().Nodes);
        // Names that common PostgreSQL dashboards use.
        meter.CreateObservableGauge(
            "pg_replication_lag_seconds", () => Lags(read(), lag => lag.Time.TotalSeconds), "s", "How long ago the primary passed the replica's replay position.");
        meter.CreateObservableGauge(
            "pg_replication_lag_bytes", () => Lags(read(), lag => lag.Bytes), "By", "WAL that the primary has written and the replica has not replayed.");
        meter.CreateObservableGauge(
            "tracker.replica.lag_age", () => LagAges(read()), "s", "How long ago the replica's lag was last observed. The lag itself is reported only while it can be observed.");
        meter.CreateObservableGauge("tracker.fallbacks.limit", () => read().Fallbacks.Limit, "{read}", "Maximum number of concurrent reads that fall back to the primary.");
        meter.CreateObservableGauge("tracker.fallbacks.inside", () => read().Fallbacks.Inside, "{read}", "Reads that currently fall back to the primary.");
        meter.CreateObservableCounter("tracker.fallbacks.refused", () => read().Fallbacks.Refused, "{read}", "Reads that timed out waiting for a fallback slot.");
    }

    private static void PublishPools(Meter meter, Func<IReadOnlyList<PoolStatistics>> read)
    {
        meter.CreateObservableGauge("tracker.pool.size", () => ByPool(read(), pool => pool.Size), "{connection}", "Maximum number of connections in use, by pool.");
        meter.CreateObservableGauge("tracker.pool.busy", () => ByNode(read(), node => node.Busy), "{connection}", "Connections in use, by pool and node.");
        meter.CreateObservableGauge("tracker.pool.idle", () => ByNode(read(), node => node.Idle), "{connection}", "Open connections not in use, by pool and node.");
        meter.CreateObservableGauge("tracker.pool.waiting", () => ByPool(read(), pool => pool.Waiting), "{scope}", "Scopes that wait for a connection.");
        meter.CreateObservableCounter("tracker.pool.timeouts", () => ByPool(read(), pool => pool.TimeOuts), "{scope}", "Scopes that timed out waiting for a connection.");
        meter.CreateObservableCounter("tracker.pool.opened", () => ByNode(read(), node => node.Opened), "{connection}", "Connections opened, by pool and node.");
        meter.CreateObservableCounter("tracker.pool.closed", () => ByNode(read(), node => node.Closed), "{connection}", "Connections closed, by pool and node.");
    }

    private static void PublishNodes(Meter meter, Func<IReadOnlyList<NodeStatistics>> read)
    {
        meter.CreateObservableGauge("tracker.node.health", () => Health(read()), "{node}", "1 for the current health of a node, 0 for the others.");
        meter.CreateObservableGauge("tracker.node.since_seen", () => SinceSeen(read()), "s", "How long ago a node last answered.");
    }

    private static IEnumerable<Measurement<double>> Lags(DatabaseStatistics statistics, Func<ReplicationLag, double> of) =>
        statistics.Replicas.Where(replica => replica.Lag is not null).Select(replica => new Measurement<double>(of(replica.Lag!.Value), Tag("replica", replica.Name)));

    private static IEnumerable<Measurement<double>> LagAges(DatabaseStatistics statistics) =>
        from replica in statistics.Replicas
        where replica.SinceLagObserved is not null
        select new Measurement<double>(replica.SinceLagObserved!.Value.TotalSeconds, Tag("replica", replica.Name));

    private static IEnumerable<Measurement<int>> Health(IReadOnlyList<NodeStatistics> nodes) =>
        from node in ReplicaTable.Latest(nodes)
        from health in AllHealth
        select new Measurement<int>(node.Health == health ? 1 : 0, Tag("node", ReplicaTable.NameOf(node)), Tag("health", StatisticsLabel.Of(health)));

    private static IEnumerable<Measurement<double>> SinceSeen(IReadOnlyList<NodeStatistics> nodes) =>
        from node in ReplicaTable.Latest(nodes)
        where node.SinceSeen is not null
        select new Measurement<double>(node.SinceSeen!.Value.TotalSeconds, Tag("node", ReplicaTable.NameOf(node)));

    private static IEnumerable<Measurement<long>> ByPool(IReadOnlyList<PoolStatistics> pools, Func<PoolStatistics, long> of) =>
        pools.Select(pool => new Measurement<long>(of(pool), Tag("pool", StatisticsLabel.Of(pool.Kind))));

    // A node that returned under another address is one node: its connections are added up.
    private static IEnumerable<Measurement<long>> ByNode(IReadOnlyList<PoolStatistics> pools, Func<NodePoolStatistics, long> of) =>
        from pool in pools
        from node in pool.Nodes
        group of(node) by (pool.Kind, Node: node.Name ?? node.Node) into same
        select new Measurement<long>(same.Sum(), Tag("pool", StatisticsLabel.Of(same.Key.Kind)), Tag("node", same.Key.Node));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
