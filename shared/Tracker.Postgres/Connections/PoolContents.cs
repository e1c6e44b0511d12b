using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;

namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>A pool's connections by node, and the choice of a node. Guarded by the pool's lock.</summary>
/// <param name="kind">The pool. The read pool leads to replicas, the others to the primary.</param>
/// <param name="listed">The listed nodes; null behind a proxy, which chooses the node of new connections.</param>
internal sealed class PoolContents(PoolKind kind, NodeTable? listed)
{
    private static readonly TimeSpan AssumedReplayDelay = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<Node, NodeConnections> _byNode = [];
    // Reused, so that a choice does not allocate.
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
            // Read at each return; LINQ would allocate.
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

    public NodePoolStatistics[] Statistics() =>
        [.. All.Select(one => new NodePoolStatistics(one.Node.Address, one.Node.Name, one.Busy.Count, one.Idle.Count, one.Opened, one.Closed))];

    /// <summary>Removes the idle connections to all nodes now, and the busy ones when they are returned.</summary>
    public void Purge(List<PhysicalConnection> closing)
    {
        foreach (NodeConnections connections in All)
        {
            connections.Purge(closing);
        }
    }

    /// <summary>Removes idle connections that are broken or expired.</summary>
    public void Prune(long now, List<PhysicalConnection> closing)
    {
        foreach (NodeConnections connections in All)
        {
            connections.RemoveIdle(connection => connection.ExpiresAt < now || !connection.IsReady, closing);
        }
    }

    /// <summary>The connections held for longer than the limit, each once.</summary>
    public IReadOnlyList<(CallSite CallSite, TimeSpan Held)> FindHeldLongerThan(TimeSpan limit, TimeProvider time)
    {
        List<PhysicalConnection> held = [.. Busy.Where(one => !one.IsReported && time.GetElapsedTime(one.RentedAt) > limit)];
        held.ForEach(one => one.IsReported = true);
        return [.. held.Select(one => (one.CallSite, time.GetElapsedTime(one.RentedAt)))];
    }

    /// <summary>Describes the connections held longest.</summary>
    public IReadOnlyList<string> LongestHeld(TimeProvider time) =>
        [.. Busy.OrderBy(one => one.RentedAt).Take(3).Select(one => $"{one.CallSite} for {TimeWithUnit.Format(time.GetElapsedTime(one.RentedAt))}")];

    /// <summary>Chooses the best of the listed nodes, or of the nodes with an idle connection. Null if there is none.</summary>
    public Node? Choose(NodePreference preference)
    {
        _candidates.Clear();
        _nodes.Clear();
        if (listed is not null)
        {
            // Several nodes may report that they are the primary. After a failover the old one has an earlier timeline.
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

    /// <summary>Takes the most recently returned idle connection. Broken ones are removed and added to <paramref name="broken"/>.</summary>
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

            connections.CountClosed();
            (broken ??= []).Add(connection);
        }

        return null;
    }

    /// <summary>
    /// Removes an idle connection of the node that has the most, to make room for another node, which would otherwise connect each time.
    /// </summary>
    public bool TryTakeSurplus([NotNullWhen(true)] out PhysicalConnection? surplus)
    {
        NodeConnections most = All.MaxBy(static connections => connections.Idle.Count)!;
        if (most.Idle.TryPop(out surplus))
        {
            most.CountClosed();
        }

        return surplus is not null;
    }

    // A replica with a small lag is assumed to show a recent token. Otherwise the replica that was queried last, whose position is the most
    // recent known, would get all reads.
    private static bool IsKeepingUp(Node node) => node.Lag is { } lag && lag.Time < AssumedReplayDelay;

    private void Consider(Node node, NodePreference preference)
    {
        // The monitor probes nodes that never answered. Writes need the primary.
        if (node == preference.Avoid || (listed is not null && node.SeenAt == 0) || (kind != PoolKind.Read && node.Role == NodeRole.Replica))
        {
            return;
        }

        if (listed is not null && kind != PoolKind.Read && (node.Latest?.Timeline ?? 0) < _latestTimeline)
        {
            return;
        }

        // Behind a proxy the health of the primary is unknown; of a list, an offline node is never chosen.
        NodeHealth health = kind == PoolKind.Read || listed is not null ? node.Health : NodeHealth.Unknown;
        bool shows = preference.Token is not { } token || IsKeepingUp(node) || (node.Latest is { } latest && TokenProof.IsReached(latest, token));
        _candidates.Add(new ReplicaCandidate(kind == PoolKind.Read ? node.Role : NodeRole.Replica, health, shows, Of(node).Busy.Count));
        _nodes.Add(node);
    }
}
