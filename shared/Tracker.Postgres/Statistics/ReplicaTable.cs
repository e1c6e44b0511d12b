using EFCore.ReadWriteSplitting.Health;

namespace EFCore.ReadWriteSplitting.Statistics;

/// <summary>Merges the replicas that the primary reports with the nodes that this process knows.</summary>
internal static class ReplicaTable
{
    /// <param name="reports">The replicas and their lag, as the primary reports them.</param>
    /// <param name="nodes">The known nodes.</param>
    public static IReadOnlyList<ReplicaStatistics> Of(IReadOnlyList<(ReplicaReport Report, ReplicationLag Lag)> reports, IReadOnlyList<NodeStatistics> nodes)
    {
        Dictionary<string, NodeStatistics> known = Latest(nodes).Where(node => node.Role != NodeRole.Primary).ToDictionary(NameOf, StringComparer.Ordinal);
        IEnumerable<ReplicaStatistics> reported = reports.Select(one => Reported(one.Report, one.Lag, known.GetValueOrDefault(one.Report.Name)));
        IEnumerable<ReplicaStatistics> others = known.Values
            .Where(node => node.Role == NodeRole.Replica && reports.All(one => one.Report.Name != NameOf(node)))
            .Select(node => new ReplicaStatistics(NameOf(node), null, null, SelfReportedLag(node), node.Health, node.SinceSeen));
        return [.. reported.Concat(others).OrderBy(replica => replica.Name, StringComparer.Ordinal)];
    }

    /// <summary>Each node once. A node that returned under another address has two entries; the latest one counts.</summary>
    public static IEnumerable<NodeStatistics> Latest(IEnumerable<NodeStatistics> nodes) =>
        nodes.GroupBy(NameOf, StringComparer.Ordinal).Select(same => same.MinBy(node => node.SinceSeen ?? TimeSpan.MaxValue)!);

    public static string NameOf(NodeStatistics node) => node.Name ?? node.Address;

    private static ReplicaStatistics Reported(ReplicaReport report, ReplicationLag byPrimary, NodeStatistics? node) => new(
        report.Name, report.State, report.SyncState, (node is null ? null : SelfReportedLag(node)) ?? byPrimary, node?.Health, node?.SinceSeen);

    // The replica's own position is preferred: it reports replay progress to the primary only with its next message, which on an idle
    // cluster can take ten seconds. The position of an offline node is outdated.
    private static ReplicationLag? SelfReportedLag(NodeStatistics node) => node.Health == NodeHealth.Offline ? null : node.Lag;
}
