using BenchmarkDotNet.Attributes;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes;
using NpgsqlTypes;

namespace Tracker.Bench.Routing;

/// <summary>Measures the routing of a read up to the <see cref="RouteDecision"/>, without I/O.</summary>
public class DecisionBenchmark
{
    private const long SystemId = 7_000_000_000_000_000_001;

    private static readonly ClusterIdentity Cluster = new(SystemId, new WalLayout(8_192, 16 << 20));

    private readonly ReadConsistency _consistency = ReadConsistency.AtLeast(
        new WriteToken(SystemId, 3, new NpgsqlLogSequenceNumber(1_000_000)));

    private readonly ReplicaCandidate[] _candidates =
    [
        new(NodeRole.Replica, NodeHealth.Healthy, true, 3),
        new(NodeRole.Replica, NodeHealth.Lagging, false, 1),
        new(NodeRole.Primary, NodeHealth.Healthy, true, 0),
    ];

    private readonly string[] _nodes = ["10.0.0.1:5432", "10.0.0.2:5432", "10.0.0.3:5432"];
    private readonly ServerFacts _facts = new(NodeRole.Replica, 3, new NpgsqlLogSequenceNumber(2_000_000));
    private uint _turn;

    /// <summary>The plan, the choice among three nodes, the decision, and the check of its freshness.</summary>
    [Benchmark]
    public RouteDecision? Decide()
    {
        ReadPlan plan = ReadPlan.Of(_consistency, split: true, proof: null);
        int chosen = ReplicaChoice.Choose(_candidates, _turn++);
        NodeState state = _facts.Of(_nodes[chosen], Cluster);
        return plan.Requirement.Judge(state, null) == TokenStatus.Shown ? new RouteDecision(state, plan.Reason, null) : null;
    }

    /// <summary>The baseline of allocations: a single decision object.</summary>
    [Benchmark]
    public RouteDecision Allocate() => new(new NodeState(_nodes[0], NodeRole.Replica, SystemId, 3, _facts.Position), RouteReason.Replica, null);
}
