using System.Collections.Concurrent;

namespace EFCore.ReadWriteSplitting.Health;

/// <summary>The nodes that this process knows: those it was given, or has met behind the proxy.</summary>
internal sealed class NodeTable
{
    private readonly ConcurrentDictionary<string, Node> _nodes = new(StringComparer.Ordinal);

    public ICollection<Node> All => _nodes.Values;

    /// <summary>Whether a replica was ever met: where there is none, reads on the primary are no fallback.</summary>
    public bool HasReplicas => All.Any(node => node.Name is not null || node.Role == NodeRole.Replica);

    public Node At(string address) => _nodes.GetOrAdd(address, static key => new Node(key));
}
