using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;

namespace EFCore.ReadWriteSplitting.Statistics;

/// <summary>The number of scopes with the same reason and role.</summary>
/// <param name="Reason">The reason of the route.</param>
/// <param name="Role">The role of the server.</param>
/// <param name="Scopes">The number of scopes since startup.</param>
public sealed record RouteStatistics(RouteReason Reason, NodeRole Role, long Scopes);
