using EFCore.ReadWriteSplitting.Health;

namespace EFCore.ReadWriteSplitting.Statistics;

/// <summary>A replica as the primary reports it.</summary>
/// <param name="Report">The report.</param>
/// <param name="Lag">The reported lag; null if it was observed too long ago.</param>
/// <param name="SinceObserved">How long ago it was observed.</param>
internal readonly record struct ReportedReplica(ReplicaReport Report, ReplicationLag? Lag, TimeSpan SinceObserved);

/// <summary>Merges the replicas that the primary reports with the nodes that this process knows.</summary>
internal static class ReplicaTable
{
    /// <param name="reports">The replicas as the primary reports them.</param>
    /// <param name="nodes">The known nodes.</param>
    public static IReadOnlyList<ReplicaStatistics> Of(IReadOnlyList<ReportedReplica> reports, IReadOnlyList<NodeStatistics> nodes)
    {
        Dictionary<string, NodeStatistics> known = Latest(nodes).Where(node => node.Role != NodeRole.Primary).ToDictionary(NameOf, StringComparer.Ordinal);
        IEnumerable<ReplicaStatistics> reported = reports.Select(one => Of(one, known.GetValueOrDefault(one.Report.Name)));
        IEnumerable<ReplicaStatistics> others = known.Values
            .Where(node => node.Role == NodeRole.Replica && reports.All(one => one.Report.Name != NameOf(node)))
            .Select(node => new ReplicaStatistics(NameOf(node), null, null, node.Lag, node.Health, node.SinceSeen, node.SinceLagObserved));
        return [.. reported.Concat(others).OrderBy(replica => replica.Name, StringComparer.Ordinal)];
    }

    /// <summary>Each node once. A node that returned under another address has two entries; the latest one counts.</summary>
    public static IEnumerable<NodeStatistics> Latest(IEnumerable<NodeStatistics> nodes) =>
        nodes.GroupBy(NameOf, StringComparer.Ordinal).Select(same => same.MinBy(node => node.SinceSeen ?? TimeSpan.MaxValue)!);

    public static string NameOf(NodeStatistics node) => node.Name ?? node.Address;

    // The lag of a known node is already that of the better source.
    private static ReplicaStatistics Of(ReportedReplica reported, NodeStatistics? node) => new(
        reported.Report.Name,
        reported.Report.State,
        reported.Report.SyncState,
        node is null ? reported.Lag : node.Lag,
        node?.Health,
        node?.SinceSeen,
        node is null ? reported.SinceObserved : node.SinceLagObserved);
}
