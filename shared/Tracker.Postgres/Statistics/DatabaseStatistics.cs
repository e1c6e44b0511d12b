using EFCore.ReadWriteSplitting.Connections;

namespace EFCore.ReadWriteSplitting.Statistics;

/// <summary>What one <see cref="Scopes.Database"/> has done since its start, and what it knows at this moment.</summary>
/// <param name="Application">Whose it is (<c>application_name</c>).</param>
/// <param name="RunningFor">Since when counts are counted. Rates follow from two looks: the counts' growth over this one's.</param>
/// <param name="Pools">Its connections, by pool and node.</param>
/// <param name="Nodes">The nodes that it has met.</param>
/// <param name="Replicas">Those that the primary reports, and those met that it does not.</param>
/// <param name="Routes">Scopes by the reason and role of their route; pairs that never occurred are left out.</param>
/// <param name="Durations">How long scopes were open, by kind.</param>
/// <param name="Retries">Units of work that were run again.</param>
/// <param name="Fallbacks">Reads on the primary for want of a replica.</param>
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
