using EndToEnd.Tests.Workers;
using Tracker.Cluster.Processes;

namespace EndToEnd.Tests;

[Collection(OnCluster.Name)]
public sealed class DatabaseOutageTests(ClusterFixture fixture)
{
    [Theory]
    [InlineData("POSTGRES_SERVER", null)]
    [InlineData("POSTGRES_PASSWORD", "wrong")]
    [InlineData("POSTGRES_READ_PASSWORD", "wrong")]
    public async Task An_invalid_setting_stops_each_worker_with_one_line_that_names_it(string setting, string? value)
    {
        await using WorkerFleet fleet = new(fixture.Cluster);
        fleet.Start(WorkerBinary.All, 1, (setting, value));
        foreach (string name in fleet.Names)
        {
            Assert.Equal(1, await fleet.EndAsync(name));
            string line = Assert.Single(fleet.Log(name).Where(line => line.Contains(" FTL ", StringComparison.Ordinal)).Distinct(WithoutTime));
            Assert.Contains(setting, line, StringComparison.Ordinal);
        }
    }

    private static readonly IEqualityComparer<string> WithoutTime = EqualityComparer<string>.Create(
        static (one, other) => one?[24..] == other?[24..], static line => line[24..].GetHashCode(StringComparison.Ordinal));

    [Fact]
    public async Task An_unreachable_server_is_named_and_used_as_soon_as_it_is_reachable()
    {
        await using Pipeline pipeline = await Pipeline.EmptyAsync(fixture);
        using TemporaryFiles files = new();
        await pipeline.Sources.AddAsync("good", files.Write("good.csv", "tracker,time,latitude,longitude\nt1,2026-01-01T00:00:00Z,48,16\n"));
        ProcessSpec proxy = pipeline.Cluster.Processes.Find("haproxy")!;
        pipeline.Cluster.Processes.Add(proxy with { IsHeldDown = true });
        try
        {
            pipeline.Cluster.Kill("haproxy");
            pipeline.Fleet.Start(WorkerBinary.All);
            foreach (string name in pipeline.Fleet.Names)
            {
                await Eventually.TrueAsync(
                    () => Task.FromResult(pipeline.Fleet.Log(name).Any(line => line.Contains("POSTGRES_SERVER", StringComparison.Ordinal))),
                    $"{name} says what to check");
            }
        }
        finally
        {
            pipeline.Cluster.Processes.Add(proxy);
        }

        await pipeline.Results.UntilAsync(
            "(SELECT count(*) = 3 FROM consumer_cursors JOIN report_shards USING (shard) WHERE head = 1 AND position = 1)", "the report is processed");
        Assert.True(pipeline.Fleet.Names.All(name => pipeline.Fleet.RestartsOf(name) == 0), pipeline.Fleet.Tails());
    }
}
