using Tracker.Cluster;
using Tracker.Cluster.Nodes;

namespace Tracker.Drills.Faults;

/// <summary>
/// The roles of the nodes when a fault is injected. The fault is healed on the same nodes, whatever their roles are then.
/// </summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Primary">The primary.</param>
/// <param name="Standby">The synchronous standby; without synchronous_mode, any replica.</param>
/// <param name="Replica">Another replica; the same one if there is only one.</param>
internal sealed record FaultTarget(LocalCluster Cluster, ClusterNode Primary, ClusterNode Standby, ClusterNode Replica)
{
    public static readonly TimeSpan HealthyTimeout = TimeSpan.FromMinutes(3);

    public IEnumerable<ClusterNode> Replicas => Cluster.Nodes.Where(node => node != Primary);

    /// <summary>Waits until the cluster is healthy and captures the roles.</summary>
    public static async Task<FaultTarget> CaptureAsync(LocalCluster cluster, CancellationToken ct)
    {
        await cluster.WaitForHealthyAsync(cluster.Nodes.Count - 1, HealthyTimeout, ct);
        IReadOnlyList<NodeStatus> nodes = (await cluster.StatusAsync(ct)).Nodes;
        ClusterNode primary = await cluster.WaitForPrimaryAsync(HealthyTimeout, ct);
        NodeStatus[] replicas =
        [
            .. nodes.Where(node => node.Name != primary.Name).OrderByDescending(node => node.Role == NodeRole.SyncStandby),
        ];
        return new FaultTarget(cluster, primary, cluster.Node(replicas[0].Name), cluster.Node(replicas[^1].Name));
    }

    public Task WaitForHealthyAsync(CancellationToken ct) => Cluster.WaitForHealthyAsync(Cluster.Nodes.Count - 1, HealthyTimeout, ct);
}
