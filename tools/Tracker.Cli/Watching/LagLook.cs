using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Statistics;

namespace Tracker.Cli.Watching;

/// <summary>How far behind each replica was at one moment.</summary>
/// <param name="At">When.</param>
/// <param name="Primary">The primary as it last answered; null: it has not yet.</param>
/// <param name="Replicas">Each replica.</param>
internal sealed record LagLook(DateTimeOffset At, NodeStatistics? Primary, IReadOnlyList<ReplicaStatistics> Replicas)
{
    public static LagLook Of(DatabaseStatistics statistics, DateTimeOffset at) => new(
        at,
        statistics.Nodes.Where(node => node is { Role: NodeRole.Primary, SinceSeen: not null }).MinBy(node => node.SinceSeen),
        statistics.Replicas);
}
