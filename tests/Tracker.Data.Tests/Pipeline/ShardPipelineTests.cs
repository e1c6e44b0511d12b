using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Cluster.Nodes;
using Tracker.Data.Pipeline;
using Tracker.Data.Tests.Cluster;
using Tracker.Tests;

namespace Tracker.Data.Tests.Pipeline;

[Collection(OnCluster.Name)]
public sealed class ShardPipelineTests(ClusterFixture fixture) : IClassFixture<NoLeaks<ShardPipelineTests>>
{
    [Fact]
    public async Task Three_instances_in_the_same_shards_process_each_report_once()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(ShardPipelineTests));
        await Tally.CreateTableAsync(database);
        await Stock.StoreAsync(database, Stock.Reports(6_000, 40));

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Tallying.FinishAsync(database, Tallying.Pipeline(database, new Tally()))));

        await Tallying.AssertEachOnceAsync(database, 6_000);
    }

    [Fact]
    public async Task Each_report_is_processed_once_while_replay_is_paused()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(ShardPipelineTests));
        await Tally.CreateTableAsync(database);
        await Stock.StoreAsync(database, Stock.Reports(3_000, 40));
        ShardPipeline pipeline = Tallying.Pipeline(database, new Tally());
        ClusterNode primary = await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60));
        ClusterNode[] replicas = [.. fixture.Cluster.Nodes.Where(node => node != primary)];

        var outcomes = new List<BatchOutcome>();
        foreach (ClusterNode replica in replicas)
        {
            replica.PauseReplay();
        }

        try
        {
            await Stock.StoreAsync(database, Stock.Reports(3_000, 40, from: 3_000));
            for (int i = 0; i < 300; i++)
            {
                outcomes.Add(await pipeline.RunBatchAsync(CancellationToken.None));
            }
        }
        finally
        {
            foreach (ClusterNode replica in replicas)
            {
                replica.ResumeReplay();
            }
        }

        // What the frozen snapshot shows is worked off once; then it knows that it shows less than was committed.
        Assert.Equal(BatchOutcome.Idle, outcomes[^1]);
        await Tallying.FinishAsync(database, pipeline);
        await Tallying.AssertEachOnceAsync(database, 6_000);
    }

    [Fact]
    public async Task Each_report_is_processed_once_where_every_shard_always_has_other_work_that_takes_turns()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(ShardPipelineTests));
        await Tally.CreateTableAsync(database);
        await Stock.StoreAsync(database, Stock.Reports(1_000, 40));
        int others = 0;
        Tally tally = new(batch => Task.FromResult(batch.Reports.Count == 0 ? ++others : 0), isAlwaysDue: true);
        ShardPipeline pipeline = Tallying.Pipeline(database, tally, batchSize: 10);

        await Eventually.TrueAsync(
            async () =>
            {
                for (int i = 0; i < 50; i++)
                {
                    await pipeline.RunBatchAsync(CancellationToken.None);
                }

                return await Tallying.CountAsync(database, "SELECT count(*) FROM tally") == 1_000;
            },
            "all reports are processed");

        Assert.NotEqual(0, others);
        await Tallying.AssertEachOnceAsync(database, 1_000);
    }

    [Fact]
    public async Task Each_report_is_processed_once_while_a_frozen_writer_holds_a_shard()
    {
        await fixture.ResetAsync();
        await using Database frozen = fixture.Open("frozen", options => options with { IdleInTransactionTimeout = TimeSpan.FromSeconds(1) });
        await using Database database = fixture.Open(nameof(ShardPipelineTests));
        await Tally.CreateTableAsync(database);
        await using WriteScope write = await frozen.WriteAsync(CancellationToken.None);
        await using (Npgsql.NpgsqlCommand hold = write.Command("SELECT * FROM report_shards FOR UPDATE"))
        {
            await hold.ExecuteNonQueryAsync();
        }

        await Stock.StoreAsync(database, Stock.Reports(1_000, 40));
        await Tallying.FinishAsync(database, Tallying.Pipeline(database, new Tally()));

        await Tallying.AssertEachOnceAsync(database, 1_000);
    }
}
