using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Statistics;
using Tracker.Cli.Running;

namespace Tracker.Cli.Watching;

/// <summary>Scopes of one worker that took one kind of route.</summary>
/// <param name="Worker">The worker's name.</param>
/// <param name="Kind">Reads or writes.</param>
/// <param name="Reason">Why there.</param>
/// <param name="Role">What the server was.</param>
/// <param name="Scopes">Since the worker's start.</param>
/// <param name="PerSecond">Between two looks.</param>
internal sealed record RouteRate(string Worker, ScopeKind Kind, RouteReason Reason, NodeRole Role, long Scopes, double PerSecond);

/// <summary>How long one worker's scopes of one kind were open, those that ended between two looks.</summary>
/// <param name="Worker">The worker's name.</param>
/// <param name="Ended">The histogram of that while.</param>
/// <param name="PerSecond">How many ended.</param>
internal sealed record DurationRate(string Worker, DurationStatistics Ended, double PerSecond);

/// <summary>Rates out of two looks at the same workers. Pure.</summary>
internal static class RouteRates
{
    public static IReadOnlyList<RouteRate> Routes(IReadOnlyList<WorkerAnswer> first, IReadOnlyList<WorkerAnswer> second) =>
    [
        .. from pair in Pairs(first, second)
           from route in pair.Now.Routes
           let before = pair.Then.Routes.FirstOrDefault(other => (other.Reason, other.Role) == (route.Reason, route.Role))?.Scopes ?? 0
           select new RouteRate(
               pair.Worker.Name, route.Reason == RouteReason.Write ? ScopeKind.Write : ScopeKind.Read, route.Reason, route.Role, route.Scopes, Rate(route.Scopes - before, pair)),
    ];

    public static IReadOnlyList<DurationRate> Durations(IReadOnlyList<WorkerAnswer> first, IReadOnlyList<WorkerAnswer> second) =>
    [
        .. from pair in Pairs(first, second)
           from now in pair.Now.Durations
           let ended = pair.Then.Durations.FirstOrDefault(other => other.Kind == now.Kind) is { } before ? now.Since(before) : now
           select new DurationRate(pair.Worker.Name, ended, Rate(ended.Count, pair)),
    ];

    private static double Rate(long grown, Pair pair) => grown / (pair.Now.RunningFor - pair.Then.RunningFor).TotalSeconds;

    private static IEnumerable<Pair> Pairs(IReadOnlyList<WorkerAnswer> first, IReadOnlyList<WorkerAnswer> second) =>
        from before in first
        join after in second on before.Worker equals after.Worker
        let now = after.Statistics
        where now is not null
        select new Pair(after.Worker, Start(before.Statistics, now), now);

    // A worker that was started anew in between, or answered the second time only, counts from its start.
    private static DatabaseStatistics Start(DatabaseStatistics? before, DatabaseStatistics after) =>
        before is not null && before.RunningFor < after.RunningFor ? before : after with { RunningFor = TimeSpan.Zero, Routes = [], Durations = [] };

    private sealed record Pair(Worker Worker, DatabaseStatistics Then, DatabaseStatistics Now);
}
