using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;

namespace EFCore.ReadWriteSplitting.Statistics;

/// <summary>Scopes that took one kind of route.</summary>
/// <param name="Reason">Why there.</param>
/// <param name="Role">What the server was.</param>
/// <param name="Scopes">How many, since the start.</param>
public sealed record RouteStatistics(RouteReason Reason, NodeRole Role, long Scopes);
