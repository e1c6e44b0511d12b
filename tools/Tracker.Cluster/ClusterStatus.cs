using Tracker.Cluster.Nodes;
using Tracker.Cluster.Processes;

namespace Tracker.Cluster;

/// <summary>The cluster at one moment.</summary>
/// <param name="Nodes">Every node, reachable or not.</param>
/// <param name="Processes">All that is supervised, workers too.</param>
/// <param name="IsSupervised">False when nothing would restart what dies.</param>
public sealed record ClusterStatus(IReadOnlyList<NodeStatus> Nodes, IReadOnlyList<ProcessStatus> Processes, bool IsSupervised)
{
    public NodeStatus? Primary => Nodes.FirstOrDefault(node => node.Role == NodeRole.Primary);
}
