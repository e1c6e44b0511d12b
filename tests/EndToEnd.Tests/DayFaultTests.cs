using EndToEnd.Tests.Results;
using EndToEnd.Tests.Workers;
using Tracker.Cluster.Nodes;
using Tracker.Tests.Days;

namespace EndToEnd.Tests;

[Collection(OnCluster.Name)]
public sealed class DayFaultTests(ClusterFixture fixture)
{
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(10);

    [SkippableTheory]
    [InlineData(WorkerBinary.Fetcher)]
    [InlineData(WorkerBinary.Aggregator)]
    [InlineData(WorkerBinary.Status)]
    [InlineData(WorkerBinary.Geofences)]
    public async Task A_worker_that_is_killed_several_times_leaves_the_same_results(string service)
    {
        await using Pipeline pipeline = await Pipeline.OfDayAsync(fixture);
        pipeline.Fleet.Start(WorkerBinary.All);
        string name = WorkerFleet.NameOf(service);
        foreach (int percent in (int[])[5, 20, 45])
        {
            await pipeline.PartAsync(service, percent);
            await pipeline.Fleet.KillAsync(name);
        }

        await AssertSameAsync(pipeline);
        Assert.Equal(3, pipeline.Fleet.RestartsOf(name));
    }

    [SkippableFact]
    public async Task The_primarys_node_that_is_killed_leaves_the_same_results()
    {
        await using Pipeline pipeline = await Pipeline.OfDayAsync(fixture);
        pipeline.Fleet.Start(WorkerBinary.All);
        await pipeline.PartAsync(WorkerBinary.Geofences, percent: 18);
        ClusterNode dead = await pipeline.Results.PrimaryAsync();
        dead.HoldDown();
        try
        {
            await Eventually.TrueAsync(
                async () => await pipeline.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(120)) != dead, "another node is promoted", seconds: 120);
            await AssertSameAsync(pipeline);
        }
        finally
        {
            dead.Release();
            await pipeline.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(180));
        }
    }

    [SkippableFact]
    public async Task The_proxy_that_is_killed_several_times_leaves_the_same_results()
    {
        await using Pipeline pipeline = await Pipeline.OfDayAsync(fixture);
        pipeline.Fleet.Start(WorkerBinary.All);
        foreach (int percent in (int[])[7, 34])
        {
            await pipeline.PartAsync(WorkerBinary.Geofences, percent);
            pipeline.Cluster.Kill("haproxy");
        }

        await AssertSameAsync(pipeline);
    }

    [SkippableFact]
    public async Task Replay_that_is_held_on_every_replica_makes_the_pipeline_late_and_not_wrong()
    {
        await using Pipeline pipeline = await Pipeline.OfDayAsync(fixture);
        pipeline.Fleet.Start(WorkerBinary.All);
        await pipeline.PartAsync(WorkerBinary.Geofences, percent: 11);
        IReadOnlyList<ClusterNode> replicas = await pipeline.ReplicasAsync();
        foreach (ClusterNode replica in replicas)
        {
            replica.PauseReplay();
        }

        try
        {
            await Task.Delay(Hold);
        }
        finally
        {
            foreach (ClusterNode replica in replicas)
            {
                replica.ResumeReplay();
            }
        }

        await AssertSameAsync(pipeline);
        Assert.Empty(pipeline.Fleet.Errors());
    }

    private static async Task AssertSameAsync(Pipeline pipeline)
    {
        await pipeline.CompleteAsync();
        await StoredDay.AssertStoredAsync(pipeline.Results, GeneratedDay.Shared);
        Assert.True(await pipeline.Results.ScalarAsync<long>("SELECT sum(received)::bigint FROM sources") >= GeneratedDay.Shared.Rows);
    }
}
