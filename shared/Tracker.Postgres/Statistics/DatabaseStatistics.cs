using EFCore.ReadWriteSplitting.Connections;

namespace EFCore.ReadWriteSplitting.Statistics;

/// <summary>Statistics of a <see cref="Scopes.Database"/>: counts since startup and the current state.</summary>
/// <param name="Application">The <c>application_name</c>.</param>
/// <param name="RunningFor">The time since startup. Rates are the increase of a count between two samples divided by the increase of this
/// value.</param>
/// <param name="Pools">The connections, by pool and node.</param>
/// <param name="Nodes">The known nodes.</param>
/// <param name="Replicas">The replicas that the primary reports, and known ones that it does not.</param>
/// <param name="Routes">Scopes by the reason and role of their route; pairs without a scope are left out.</param>
/// <param name="Durations">How long scopes were open, by kind.</param>
/// <param name="Retries">Retries of units of work.</param>
/// <param name="Fallbacks">Reads that fall back to the primary.</param>
public sealed record DatabaseStatistics(
    string Application,
    TimeSpan RunningFor,
    IReadOnlyList<PoolStatistics> Pools,
    IReadOnlyList<NodeStatistics> Nodes,
    IReadOnlyList<ReplicaStatistics> Replicas,
    IReadOnlyList<RouteStatistics> Routes,
    IReadOnlyList<DurationStatistics> Durations,
    long Retries,
    FallbackStatistics Fallbacks);
