using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Statistics;
using Tracker.Cli.Running;

namespace Tracker.Cli.Watching;

/// <summary>The scopes of a worker by route.</summary>
/// <param name="Worker">The name of the worker.</param>
/// <param name="Kind">Read or write.</param>
/// <param name="Reason">The reason of the route.</param>
/// <param name="Role">The role of the server.</param>
/// <param name="Scopes">The number of scopes since the worker started.</param>
/// <param name="PerSecond">The rate between two samples.</param>
internal sealed record RouteRate(string Worker, ScopeKind Kind, RouteReason Reason, NodeRole Role, long Scopes, double PerSecond);

/// <summary>The durations of a worker's scopes of one kind that ended between two samples.</summary>
/// <param name="Worker">The name of the worker.</param>
/// <param name="Ended">The histogram of these durations.</param>
/// <param name="PerSecond">The number of scopes that ended per second.</param>
internal sealed record DurationRate(string Worker, DurationStatistics Ended, double PerSecond);

/// <summary>Computes rates from two samples of the same workers. Pure.</summary>
internal static class RouteRates
{
    public static IReadOnlyList<RouteRate> Routes(IReadOnlyList<WorkerResponse> first, IReadOnlyList<WorkerResponse> second) =>
    [
        .. from pair in Pairs(first, second)
           from route in pair.Now.Routes
           let before = pair.Then.Routes.FirstOrDefault(other => (other.Reason, other.Role) == (route.Reason, route.Role))?.Scopes ?? 0
           select new RouteRate(
               pair.Worker.Name, route.Reason == RouteReason.Write ? ScopeKind.Write : ScopeKind.Read, route.Reason, route.Role,
               route.Scopes, Rate(route.Scopes - before, pair)),
    ];

    public static IReadOnlyList<DurationRate> Durations(IReadOnlyList<WorkerResponse> first, IReadOnlyList<WorkerResponse> second) =>
    [
        .. from pair in Pairs(first, second)
           from now in pair.Now.Durations
           let ended = pair.Then.Durations.FirstOrDefault(other => other.Kind == now.Kind) is { } before ? now.Since(before) : now
           select new DurationRate(pair.Worker.Name, ended, Rate(ended.Count, pair)),
    ];

    private static double Rate(long grown, Pair pair) => grown / (pair.Now.RunningFor - pair.Then.RunningFor).TotalSeconds;

    private static IEnumerable<Pair> Pairs(IReadOnlyList<WorkerResponse> first, IReadOnlyList<WorkerResponse> second) =>
        from before in first
        join after in second on before.Worker equals after.Worker
        let now = after.Statistics
        where now is not null
        select new Pair(after.Worker, Start(before.Statistics, now), now);

    // A worker that restarted in between, or answered only the second time, counts from its start.
    private static DatabaseStatistics Start(DatabaseStatistics? before, DatabaseStatistics after) =>
        before is not null && before.RunningFor < after.RunningFor
            ? before
            : after with { RunningFor = TimeSpan.Zero, Routes = [], Durations = [] };

    private sealed record Pair(Worker Worker, DatabaseStatistics Then, DatabaseStatistics Now);
}
