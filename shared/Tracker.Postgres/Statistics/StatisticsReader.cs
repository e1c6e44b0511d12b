using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Monitoring;
using EFCore.ReadWriteSplitting.Routing;

namespace EFCore.ReadWriteSplitting.Statistics;

/// <summary>Collects a database's statistics from its parts, without querying a server.</summary>
internal sealed class StatisticsReader(
    DatabaseOptions options,
    IReadOnlyList<ConnectionPool> pools,
    NodeTable nodes,
    ClusterMonitor monitor,
    FallbackLimiter fallbacks,
    ScopeMetrics scopes,
    TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();

    public DatabaseStatistics Read()
    {
        IReadOnlyList<NodeStatistics> known = [.. nodes.All.Select(Of).OrderBy(node => node.Address, StringComparer.Ordinal)];
        return new DatabaseStatistics(
            options.ApplicationName,
            time.GetElapsedTime(_started),
            [.. pools.Select(pool => pool.Statistics())],
            known,
            ReplicaTable.Of([.. monitor.Lag.Reports().Select(Of)], known),
            scopes.Routes(),
            scopes.Durations(),
            scopes.Retries,
            new FallbackStatistics(options.FallbackLimit, fallbacks.InUse, fallbacks.Refused));
    }

    private NodeStatistics Of(Node node) => new(
        node.Address, node.Name, node.Role, node.Health, node.Lag, node.SeenAt == 0 ? null : time.GetElapsedTime(node.SeenAt),
        monitor.Lag.Now - node.LagObservedAt);

    private ReportedReplica Of((ReplicaReport Report, ObservedLag Lag) one) =>
        new(one.Report, monitor.Lag.Current(one.Lag), monitor.Lag.Now - one.Lag.At);
}
