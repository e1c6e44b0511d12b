using Tracker.Cluster.Nodes;
using Tracker.Cluster.Processes;

namespace Tracker.Cluster;

/// <summary>The state of the cluster at one point in time.</summary>
/// <param name="Nodes">Every node, reachable or not.</param>
/// <param name="Processes">Every supervised process, workers included.</param>
/// <param name="IsSupervised">False if no supervisor restarts processes that exit.</param>
public sealed record ClusterStatus(IReadOnlyList<NodeStatus> Nodes, IReadOnlyList<ProcessStatus> Processes, bool IsSupervised)
{
    public NodeStatus? Primary => Nodes.FirstOrDefault(node => node.Role == NodeRole.Primary);
}
