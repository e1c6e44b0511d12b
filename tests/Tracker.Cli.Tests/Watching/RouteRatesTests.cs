using System.Text.Json;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Statistics;
using Tracker.Cli.Watching;

namespace Tracker.Cli.Tests.Watching;

public sealed class RouteRatesTests
{
    private static readonly DatabaseStatistics Later = TestStatistics.Statistics with
    {
        RunningFor = TestStatistics.Statistics.RunningFor + TimeSpan.FromSeconds(2),
        Routes =
        [
            new RouteStatistics(RouteReason.Write, NodeRole.Primary, 100), new RouteStatistics(RouteReason.Replica, NodeRole.Replica, 530),
            new RouteStatistics(RouteReason.NoReplica, NodeRole.Primary, 4),
        ],
        Durations = [TestStatistics.Reads(ended: 14), TestStatistics.Statistics.Durations[1]],
    };

    [Fact]
    public void Rates_are_the_increase_between_two_samples_over_the_uptime_of_the_worker() => Assert.Equal(
        [
            new RouteRate("tracker-fetcher", ScopeKind.Write, RouteReason.Write, NodeRole.Primary, 100, 0),
            new RouteRate("tracker-fetcher", ScopeKind.Read, RouteReason.Replica, NodeRole.Replica, 530, 15),
            new RouteRate("tracker-fetcher", ScopeKind.Read, RouteReason.NoReplica, NodeRole.Primary, 4, 2),
        ],
        RouteRates.Routes([TestStatistics.Answer(TestStatistics.Statistics)], [TestStatistics.Answer(Later)]));

    [Fact]
    public void A_restarted_worker_counts_from_its_start()
    {
        DatabaseStatistics anew = Later with { RunningFor = TimeSpan.FromSeconds(1) };
        Assert.Equal(
            [100, 530, 4],
            RouteRates.Routes(
                [TestStatistics.Answer(TestStatistics.Statistics)], [TestStatistics.Answer(anew)]).Select(route => route.PerSecond));
        Assert.Equal(
            14, RouteRates.Durations([TestStatistics.Answer(TestStatistics.Statistics)], [TestStatistics.Answer(anew)])[0].PerSecond);
    }

    [Fact]
    public void A_worker_that_answers_only_the_second_time_counts_from_its_start() =>
        Assert.Equal(
            530 / 12.0, RouteRates.Routes([TestStatistics.Silent(TestStatistics.Fetcher)], [TestStatistics.Answer(Later)])[1].PerSecond);

    [Fact]
    public void A_worker_that_stops_answering_has_no_rates() =>
        Assert.Empty(RouteRates.Routes([TestStatistics.Answer(Later)], [TestStatistics.Silent(TestStatistics.Fetcher)]));

    [Fact]
    public void Durations_are_those_between_two_samples()
    {
        IReadOnlyList<DurationRate> durations = RouteRates.Durations(
            [TestStatistics.Answer(TestStatistics.Statistics)], [TestStatistics.Answer(Later)]);
        Assert.Equal([(5, 10), (0, 0)], durations.Select(rate => (rate.PerSecond, rate.Ended.Count)));
        Assert.Equal(["1 ms", "-"], durations.Select(rate => RoutesTables.Within(rate.Ended, 0.99)));
        Assert.Equal("over 1 ms", RoutesTables.Within(TestStatistics.Reads(ended: 1), 0.5));
    }

    [Fact]
    public void The_json_contains_reads_and_writes_by_reason()
    {
        WorkerResponse[] first = [TestStatistics.Answer(TestStatistics.Statistics)];
        WorkerResponse[] second = [TestStatistics.Answer(Later)];
        JsonElement worker = JsonSerializer.Deserialize<JsonElement>(
            WatchingJson.Routes(second, RouteRates.Routes(first, second), RouteRates.Durations(first, second)))[0];

        JsonElement route = worker.GetProperty("routes")[1];
        Assert.Equal(
            ("read", "replica", "replica", 530, 15.0),
            (route.GetProperty("kind").GetString(), route.GetProperty("reason").GetString(), route.GetProperty("server").GetString(),
                route.GetProperty("scopes").GetInt64(), route.GetProperty("per_second").GetDouble()));
        Assert.Equal(
            10,
            worker.GetProperty("durations")[0].GetProperty("buckets").EnumerateArray().Sum(
                bucket => bucket.GetProperty("count").GetInt64()));
    }
}
