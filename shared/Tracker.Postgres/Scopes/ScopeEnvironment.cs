using EFCore.ReadWriteSplitting.Statistics;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>The services that all scopes of a database share.</summary>
/// <param name="Contexts">Leases contexts.</param>
/// <param name="Metrics">Counts the scopes.</param>
internal sealed record ScopeEnvironment(Func<ScopedContext> Contexts, ScopeMetrics Metrics);
