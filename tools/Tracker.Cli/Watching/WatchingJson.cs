using System.Text.Json;
using EFCore.ReadWriteSplitting.Statistics;

namespace Tracker.Cli.Watching;

/// <summary>Formats pools, routes and lag as JSON, with times in seconds.</summary>
internal static class WatchingJson
{
    private static readonly JsonSerializerOptions Indented = new(StatisticsJson.Options) { WriteIndented = true };

    public static string Pools(IReadOnlyList<WorkerResponse> answers) => JsonSerializer.Serialize(
        answers.Select(
            answer => new { Worker = answer.Worker.Name, Answers = answer.Statistics is not null, answer.Silence, answer.Statistics?.Pools }), Indented);

    public static string Routes(
        IReadOnlyList<WorkerResponse> answers,
        IReadOnlyList<RouteRate> routes,
        IReadOnlyList<DurationRate> durations) => JsonSerializer.Serialize(
        answers.Select(answer => new
        {
            Worker = answer.Worker.Name,
            Answers = answer.Statistics is not null,
            answer.Silence,
            answer.Statistics?.Retries,
            answer.Statistics?.Fallbacks,
            Routes = routes.Where(route => route.Worker == answer.Worker.Name)
                .Select(route => new { route.Kind, route.Reason, Server = route.Role, route.Scopes, route.PerSecond }),
            Durations = durations.Where(rate => rate.Worker == answer.Worker.Name)
                .Select(rate => new { rate.Ended.Kind, rate.PerSecond, rate.Ended.Total, rate.Ended.Buckets }),
        }),
        Indented);

    /// <summary>A lag sample on one line.</summary>
    public static string Lag(LagSample sample) => JsonSerializer.Serialize(
        new
        {
            At = sample.At.UtcDateTime,
            Primary = sample.Primary is { } primary ? new { primary.Address, primary.Name, primary.SinceSeen } : null,
            Replicas = sample.Replicas.Select(replica => new
            {
                Replica = replica.Name,
                replica.State,
                replica.SyncState,
                LagBytes = replica.Lag?.Bytes,
                LagSeconds = replica.Lag?.Time,
                replica.Health,
                replica.SinceSeen,
                replica.SinceLagObserved,
            }),
        },
        StatisticsJson.Options);
}
