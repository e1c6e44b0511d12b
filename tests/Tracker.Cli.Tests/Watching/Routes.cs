using System.Text.Json;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Statistics;
using Tracker.Cli.Watching;

namespace Tracker.Cli.Tests.Watching;

public sealed class Routes
{
    private static readonly DatabaseStatistics Later = Samples.Statistics with
    {
        RunningFor = Samples.Statistics.RunningFor + TimeSpan.FromSeconds(2),
        Routes =
        [
            new RouteStatistics(RouteReason.Write, NodeRole.Primary, 100), new RouteStatistics(RouteReason.Replica, NodeRole.Replica, 530),
            new RouteStatistics(RouteReason.NoReplica, NodeRole.Primary, 4),
        ],
        Durations = [Samples.Reads(ended: 14), Samples.Statistics.Durations[1]],
    };

    [Fact]
    public void Rates_are_the_growth_between_two_looks_over_the_workers_own_time() => Assert.Equal(
        [
            new RouteRate("tracker-fetcher", ScopeKind.Write, RouteReason.Write, NodeRole.Primary, 100, 0),
            new RouteRate("tracker-fetcher", ScopeKind.Read, RouteReason.Replica, NodeRole.Replica, 530, 15),
            new RouteRate("tracker-fetcher", ScopeKind.Read, RouteReason.NoReplica, NodeRole.Primary, 4, 2),
        ],
        RouteRates.Routes([Samples.Answer(Samples.Statistics)], [Samples.Answer(Later)]));

    [Fact]
    public void A_worker_that_was_started_anew_counts_from_its_start()
    {
        DatabaseStatistics anew = Later with { RunningFor = TimeSpan.FromSeconds(1) };
        Assert.Equal([100, 530, 4], RouteRates.Routes([Samples.Answer(Samples.Statistics)], [Samples.Answer(anew)]).Select(route => route.PerSecond));
        Assert.Equal(14, RouteRates.Durations([Samples.Answer(Samples.Statistics)], [Samples.Answer(anew)])[0].PerSecond);
    }

    [Fact]
    public void A_worker_that_answered_the_second_time_only_counts_from_its_start() =>
        Assert.Equal(530 / 12.0, RouteRates.Routes([Samples.Silent(Samples.Fetcher)], [Samples.Answer(Later)])[1].PerSecond);

    [Fact]
    public void A_worker_that_fell_silent_has_none() => Assert.Empty(RouteRates.Routes([Samples.Answer(Later)], [Samples.Silent(Samples.Fetcher)]));

    [Fact]
    public void Durations_are_those_of_the_while_between()
    {
        IReadOnlyList<DurationRate> durations = RouteRates.Durations([Samples.Answer(Samples.Statistics)], [Samples.Answer(Later)]);
        Assert.Equal([(5, 10), (0, 0)], durations.Select(rate => (rate.PerSecond, rate.Ended.Count)));
        Assert.Equal(["1 ms", "-"], durations.Select(rate => RoutesTables.Within(rate.Ended, 0.99)));
        Assert.Equal("over 1 ms", RoutesTables.Within(Samples.Reads(ended: 1), 0.5));
    }

    [Fact]
    public void The_json_has_reads_and_writes_by_reason()
    {
        WorkerAnswer[] first = [Samples.Answer(Samples.Statistics)];
        WorkerAnswer[] second = [Samples.Answer(Later)];
        JsonElement worker = JsonSerializer.Deserialize<JsonElement>(
            WatchingJson.Routes(second, RouteRates.Routes(first, second), RouteRates.Durations(first, second)))[0];

        JsonElement route = worker.GetProperty("routes")[1];
        Assert.Equal(
            ("read", "replica", "replica", 530, 15.0),
            (route.GetProperty("kind").GetString(), route.GetProperty("reason").GetString(), route.GetProperty("server").GetString(),
                route.GetProperty("scopes").GetInt64(), route.GetProperty("per_second").GetDouble()));
        Assert.Equal(10, worker.GetProperty("durations")[0].GetProperty("buckets").EnumerateArray().Sum(bucket => bucket.GetProperty("count").GetInt64()));
    }
}
