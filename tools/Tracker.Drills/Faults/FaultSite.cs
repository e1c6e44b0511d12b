using Tracker.Cluster;
using Tracker.Cluster.Nodes;

namespace Tracker.Drills.Faults;

/// <summary>Who was what when a fault was made: it is healed there, whatever the roles have become.</summary>
/// <param name="Cluster">The whole.</param>
/// <param name="Primary">The node that accepted writes.</param>
/// <param name="Standby">A replica whose word a commit waited for; without synchronous mode, any.</param>
/// <param name="Replica">Another replica; the same where there is only one.</param>
internal sealed record FaultSite(LocalCluster Cluster, ClusterNode Primary, ClusterNode Standby, ClusterNode Replica)
{
    public static readonly TimeSpan HealthyWithin = TimeSpan.FromMinutes(3);

    public IEnumerable<ClusterNode> Replicas => Cluster.Nodes.Where(node => node != Primary);

    /// <summary>Waits until the cluster is whole, and looks who is what.</summary>
    public static async Task<FaultSite> LookAsync(LocalCluster cluster, CancellationToken ct)
    {
        await cluster.WaitForHealthyAsync(cluster.Nodes.Count - 1, HealthyWithin, ct);
        IReadOnlyList<NodeStatus> nodes = (await cluster.StatusAsync(ct)).Nodes;
        ClusterNode primary = await cluster.WaitForPrimaryAsync(HealthyWithin, ct);
        NodeStatus[] replicas = [.. nodes.Where(node => node.Name != primary.Name).OrderByDescending(node => node.Role == NodeRole.SyncStandby)];
        return new FaultSite(cluster, primary, cluster.Node(replicas[0].Name), cluster.Node(replicas[^1].Name));
    }

    public Task HealthyAsync(CancellationToken ct) => Cluster.WaitForHealthyAsync(Cluster.Nodes.Count - 1, HealthyWithin, ct);
}
