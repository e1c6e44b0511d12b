using EndToEnd.Tests.Workers;

namespace EndToEnd.Tests;

[Collection(OnCluster.Name)]
public sealed class BackPressureTests(ClusterFixture fixture)
{
    private const int Reports = 5_000;

    [SkippableFact]
    public async Task Fetching_slows_down_visibly_while_the_consumers_are_behind_and_loses_nothing()
    {
        await using Pipeline pipeline = await Pipeline.EmptyAsync(fixture, new Dictionary<string, string>
        {
            ["TRACKER_PRESSURE_BACKLOG"] = "100",
            ["TRACKER_PRESSURE_LONGEST_PAUSE"] = "300ms",
            ["TRACKER_PRESSURE_INTERVAL"] = "100ms",
        });
        string fetcher = WorkerFleet.NameOf(WorkerBinary.Fetcher);
        await pipeline.Sources.AddAsync("fleet", "bulk", "simulator", $$"""{"reports":{{Reports}},"batchSize":100,"start":"2026-01-01T00:00:00Z"}""");
        pipeline.Fleet.Start([WorkerBinary.Fetcher]);
        await pipeline.Results.UntilAsync("(SELECT slowed FROM sources WHERE name = 'fleet')", "the source is marked as slowed down");
        await UntilLoggedAsync("Fetching slows down");

        pipeline.Fleet.Start(WorkerBinary.Consumers);
        await pipeline.Results.UntilAsync("(SELECT finished_at IS NOT NULL FROM sources)", "the source is read");
        await UntilLoggedAsync("at full speed again");
        Assert.Equal(Reports, await pipeline.Results.ScalarAsync<long>("SELECT received FROM sources"));
        Assert.Equal(Reports, await pipeline.Results.ScalarAsync<long>("SELECT (SELECT sum(head)::bigint FROM report_shards) + (SELECT duplicates FROM sources)"));

        Task UntilLoggedAsync(string words) => Eventually.TrueAsync(
            () => Task.FromResult(pipeline.Fleet.Log(fetcher).Any(line => line.Contains(words, StringComparison.Ordinal))), $"the log says '{words}'");
    }
}
