using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Statistics;

namespace Tracker.Cli.Watching;

/// <summary>The replication lag at one point in time.</summary>
/// <param name="At">The time of the sample.</param>
/// <param name="Primary">The primary's last answer; null if it has not answered yet.</param>
/// <param name="Replicas">The replicas.</param>
internal sealed record LagSample(DateTimeOffset At, NodeStatistics? Primary, IReadOnlyList<ReplicaStatistics> Replicas)
{
    public static LagSample Of(DatabaseStatistics statistics, DateTimeOffset at) => new(
        at,
        statistics.Nodes.Where(node => node is { Role: NodeRole.Primary, SinceSeen: not null }).MinBy(node => node.SinceSeen),
        statistics.Replicas);
}
