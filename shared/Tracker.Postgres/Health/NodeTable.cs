using System.Collections.Concurrent;

namespace EFCore.ReadWriteSplitting.Health;

/// <summary>The nodes that this process knows: listed ones, or those it has connected to through the proxy.</summary>
internal sealed class NodeTable
{
    private readonly ConcurrentDictionary<string, Node> _nodes = new(StringComparer.Ordinal);

    public ICollection<Node> All => _nodes.Values;

    /// <summary>Whether the cluster has replicas. Without replicas, reads on the primary do not count as fallbacks.</summary>
    public bool HasReplicas => All.Any(node => node.Name is not null || node.Role == NodeRole.Replica);

    public Node At(string address) => _nodes.GetOrAdd(address, static key => new Node(key));
}
