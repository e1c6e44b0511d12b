using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;

namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>A pool's connections by node, and the choice among them. Guarded by the pool's lock.</summary>
/// <param name="kind">Whose it is: the read pool's nodes are replicas, the others' the primary.</param>
/// <param name="listed">The nodes to choose from where they are given; null behind a proxy, which does the choosing of new ones.</param>
internal sealed class PoolContents(PoolKind kind, NodeTable? listed)
{
    private static readonly TimeSpan LongestPresumed = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<Node, NodeConnections> _byNode = [];
    // Kept, so that a choice allocates nothing.
    private readonly List<ReplicaCandidate> _candidates = [];
    private readonly List<Node> _nodes = [];
    private uint _turn;
    private int _latestTimeline;

    public IEnumerable<NodeConnections> All => _byNode.Values;

    public IEnumerable<PhysicalConnection> Busy => All.SelectMany(connections => connections.Busy);

    public int Total
    {
        get
        {
            // Asked at each return: LINQ would allocate.
            int total = 0;
            foreach (NodeConnections connections in _byNode.Values)
            {
                total += connections.Total;
            }

            return total;
        }
    }

    public NodeConnections Of(Node node)
    {
        ref NodeConnections? connections = ref CollectionsMarshal.GetValueRefOrAddDefault(_byNode, node, out _);
        return connections ??= new NodeConnections(node);
    }

    /// <summary>The node that suits best: of the list, or of those to which a connection is idle. Null: none.</summary>
    public Node? Choose(NodePreference preference)
    {
        _candidates.Clear();
        _nodes.Clear();
        if (listed is not null)
        {
            // Several may say that they are the primary: those that were replaced, and died or don't know it yet, are of an earlier timeline.
            _latestTimeline = kind == PoolKind.Read ? 0 : listed.All.Max(node => node.Role == NodeRole.Primary ? node.Latest?.Timeline ?? 0 : 0);
            foreach (Node node in listed.All)
            {
                Consider(node, preference);
            }
        }
        else
        {
            foreach (NodeConnections connections in _byNode.Values)
            {
                if (connections.Idle.Count > 0)
                {
                    Consider(connections.Node, preference);
                }
            }
        }

        int chosen = ReplicaChoice.Choose(CollectionsMarshal.AsSpan(_candidates), _turn++);
        return chosen == ReplicaChoice.None ? null : _nodes[chosen];
    }

    /// <summary>Lends the last one returned; one that broke in the meantime is put aside.</summary>
    public PhysicalConnection? Take(Node node, ref List<PhysicalConnection>? broken)
    {
        NodeConnections connections = Of(node);
        while (connections.Idle.TryPop(out PhysicalConnection? connection))
        {
            if (connection.IsReady)
            {
                connections.Busy.Add(connection);
                return connection;
            }

            connections.Drop();
            (broken ??= []).Add(connection);
        }

        return null;
    }

    /// <summary>Takes out an idle one of the node that has most of them: it makes room for one to another node, which else would be dialed each time.</summary>
    public bool TryTakeSurplus([NotNullWhen(true)] out PhysicalConnection? surplus)
    {
        NodeConnections most = All.MaxBy(static connections => connections.Idle.Count)!;
        if (most.Idle.TryPop(out surplus))
        {
            most.Drop();
        }

        return surplus is not null;
    }

    // Presumed to show what was written a moment ago: else the one replica that is asked, and so known to show it, would be asked for ever.
    private static bool KeepsUp(Node node) => node.Lag is { } lag && lag.Time < LongestPresumed;

    private void Consider(Node node, NodePreference preference)
    {
        // A node that never answered is for the monitor to find; a write has no choice but the primary.
        if (node == preference.Avoid || (listed is not null && node.SeenAt == 0) || (kind != PoolKind.Read && node.Role == NodeRole.Replica))
        {
            return;
        }

        if (listed is not null && kind != PoolKind.Read && (node.Latest?.Timeline ?? 0) < _latestTimeline)
        {
            return;
        }

        // Behind a proxy there is no choice of a primary; of a list, one that does not answer is none.
        NodeHealth health = kind == PoolKind.Read || listed is not null ? node.Health : NodeHealth.Unknown;
        bool shows = preference.Token is not { } token || KeepsUp(node) || (node.Latest is { } latest && TokenProof.IsReached(latest, token));
        _candidates.Add(new ReplicaCandidate(kind == PoolKind.Read ? node.Role : NodeRole.Replica, health, shows, Of(node).Busy.Count));
        _nodes.Add(node);
    }
}
