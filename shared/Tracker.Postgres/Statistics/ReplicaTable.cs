using EFCore.ReadWriteSplitting.Health;

namespace EFCore.ReadWriteSplitting.Statistics;

/// <summary>The replicas out of two words on them: the primary's and the nodes' own. Pure.</summary>
internal static class ReplicaTable
{
    /// <param name="reports">What the primary says of each, and how far behind it is by that.</param>
    /// <param name="nodes">The nodes met.</param>
    public static IReadOnlyList<ReplicaStatistics> Of(IReadOnlyList<(ReplicaReport Report, ReplicationLag Lag)> reports, IReadOnlyList<NodeStatistics> nodes)
    {
        Dictionary<string, NodeStatistics> met = Latest(nodes).Where(node => node.Role != NodeRole.Primary).ToDictionary(NameOf, StringComparer.Ordinal);
        IEnumerable<ReplicaStatistics> reported = reports.Select(one => Reported(one.Report, one.Lag, met.GetValueOrDefault(one.Report.Name)));
        IEnumerable<ReplicaStatistics> others = met.Values
            .Where(node => node.Role == NodeRole.Replica && reports.All(one => one.Report.Name != NameOf(node)))
            .Select(node => new ReplicaStatistics(NameOf(node), null, null, OwnWord(node), node.Health, node.SinceSeen));
        return [.. reported.Concat(others).OrderBy(replica => replica.Name, StringComparer.Ordinal)];
    }

    /// <summary>Each node once: one that came back under another address has two entries.</summary>
    public static IEnumerable<NodeStatistics> Latest(IEnumerable<NodeStatistics> nodes) =>
        nodes.GroupBy(NameOf, StringComparer.Ordinal).Select(same => same.MinBy(node => node.SinceSeen ?? TimeSpan.MaxValue)!);

    public static string NameOf(NodeStatistics node) => node.Name ?? node.Address;

    private static ReplicaStatistics Reported(ReplicaReport report, ReplicationLag byPrimary, NodeStatistics? node) => new(
        report.Name, report.State, report.SyncState, (node is null ? null : OwnWord(node)) ?? byPrimary, node?.Health, node?.SinceSeen);

    // The primary hears of replay with the next message only, which on an idle cluster can take ten seconds. A node that no
    // longer answers says nothing about now.
    private static ReplicationLag? OwnWord(NodeStatistics node) => node.Health == NodeHealth.Offline ? null : node.Lag;
}
