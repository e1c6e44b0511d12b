using EndToEnd.Tests.Workers;

namespace EndToEnd.Tests;

/// <summary><c>./tracker recompute</c> of the aggregator and of the statuses, beside live workers and before there are any.</summary>
[Collection(OnCluster.Name)]
public sealed class RecomputationTests(ClusterFixture fixture)
{
    private const string StaysSql = "SELECT concat_ws(' ', tracker, started_at, finished_at, latitude, longitude) FROM effective_stays ORDER BY 1";

    private const string StatusesSql = "SELECT concat_ws(' ', tracker, state, occurred_at) FROM effective_status_transitions ORDER BY 1";

    private const string DamageSql = """
        UPDATE stays SET latitude = latitude + 1 WHERE superseded_by IS NULL;
        UPDATE status_transitions SET occurred_at = occurred_at + interval '1 second' WHERE superseded_by IS NULL;
        """;

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["TRACKER_PIPELINE_POLL"] = "100ms",
        ["TRACKER_FETCH_POLL"] = "100ms",
        ["TRACKER_STATUS_OVERDUE_POLL"] = "1s",
    };

    [Fact]
    public async Task A_recomputation_repairs_all_trackers_or_one_tracker_from_a_given_time()
    {
        await using Pipeline pipeline = await WorkedAsync(["a", "b", "c"]);
        List<string> stays = await pipeline.Results.TextsAsync(StaysSql);
        List<string> statuses = await pipeline.Results.TextsAsync(StatusesSql);
        Assert.All(["a", "b", "c"], tracker => Assert.Contains(stays, stay => stay.StartsWith(tracker + " ", StringComparison.Ordinal)));
        Assert.True(statuses.Count >= 6);
        await pipeline.Results.ExecuteAsync(DamageSql);

        await RecomputeAsync(pipeline, "location-aggregator", "--tracker", "b", "--from", "2026-03-01T00:00:00Z");
        List<string> mended = await pipeline.Results.TextsAsync(StaysSql);
        Assert.Equal(stays.Where(Of("b")), mended.Where(Of("b")));
        Assert.Empty(stays.Intersect(mended.Where(stay => !Of("b")(stay))));

        await RecomputeAsync(pipeline, "location-aggregator");
        await RecomputeAsync(pipeline, "tracker-status");
        Assert.Equal(stays, await pipeline.Results.TextsAsync(StaysSql));
        Assert.Equal(statuses, await pipeline.Results.TextsAsync(StatusesSql));
        Assert.Contains("There is no tracker 'nobody'", await CommandLine.FailedAsync(
            pipeline, "recompute", "--consumer", "tracker-status", "--tracker", "nobody"), StringComparison.Ordinal);
        Assert.Contains("leave out --from", await CommandLine.FailedAsync(
            pipeline, "recompute", "--consumer", "tracker-status", "--from", "2026-03-01T00:00:00Z"), StringComparison.Ordinal);
        Assert.Empty(pipeline.Fleet.Errors());
    }

    [Fact]
    public async Task A_stalled_recomputation_is_reported_and_completes_once_a_worker_runs()
    {
        await using Pipeline pipeline = await WorkedAsync(["a", "b"]);
        await pipeline.Fleet.StopAsync(WorkerFleet.NameOf(WorkerBinary.Aggregator));

        using CommandLine recompute = CommandLine.Start(pipeline, "recompute", "--consumer", "location-aggregator");
        await Eventually.TrueAsync(() => Task.FromResult(recompute.Error.Contains("location-aggregator is not running", StringComparison.Ordinal)), "it says that no worker runs", 120);
        Assert.Contains("location-aggregator: 0 of 2 (trackers; no progress for 15 s", recompute.Error, StringComparison.Ordinal);
        Assert.Contains("Start it: ./tracker up", recompute.Error, StringComparison.Ordinal);

        pipeline.Fleet.Start([WorkerBinary.Aggregator], number: 2);
        Assert.Equal(0, await recompute.EndAsync());
        Assert.Contains("location-aggregator: recomputation complete", recompute.Error, StringComparison.Ordinal);
        Assert.Equal(0, await pipeline.Results.ScalarAsync<long>("SELECT count(*) FROM recomputations"));
    }

    private async Task<Pipeline> WorkedAsync(string[] trackers)
    {
        Pipeline pipeline = await Pipeline.EmptyAsync(fixture, Settings);
        using TemporaryFiles files = new();
        await pipeline.Sources.AddAsync("all", files.Write("all.csv", string.Join('\n', ["tracker,time,latitude,longitude", .. trackers.SelectMany(Rows), ""])));
        pipeline.Fleet.Start(WorkerBinary.All);
        await pipeline.CompleteAsync();
        return pipeline;
    }

    // Two hours at one place, then two at another.
    private static IEnumerable<string> Rows(string tracker) =>
        Enumerable.Range(0, 48).Select(i => $"{tracker},2026-03-02T{10 + (i / 12)}:{i % 12 * 5:00}:00Z,{(i < 24 ? "48.2" : "48.3")},16.4");

    private static async Task RecomputeAsync(Pipeline pipeline, string consumer, params string[] options)
    {
        using CommandLine recompute = CommandLine.Start(pipeline, ["recompute", "--consumer", consumer, .. options]);
        Assert.True(await recompute.EndAsync() == 0, recompute.Error);
        Assert.EndsWith($"{consumer}: done\n", recompute.Error, StringComparison.Ordinal);
    }

    private static Func<string, bool> Of(string tracker) => row => row.StartsWith(tracker + " ", StringComparison.Ordinal);
}
