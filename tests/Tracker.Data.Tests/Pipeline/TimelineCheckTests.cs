using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Cluster.Nodes;
using Tracker.Data.Pipeline;
using Tracker.Data.Tests.Cluster;
using Tracker.Tests;

namespace Tracker.Data.Tests.Pipeline;

[Collection(OnCluster.Name)]
public sealed class TimelineCheckTests(ClusterFixture fixture) : IClassFixture<NoLeaks<TimelineCheckTests>>
{
    /// <summary>
    /// The synchronous standby's WAL sender is stalled: what is written then is seen on the other replica only. The primary
    /// dies, the synchronous standby is promoted without it. A batch that was read on the other replica meets a primary
    /// whose log has grown past it with other reports: only the timeline tells.
    /// </summary>
    [Fact]
    public async Task A_replica_that_ran_ahead_of_the_promoted_one_is_never_believed()
    {
        await fixture.ResetAsync();
        await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(90));
        await using Database database = fixture.Open(nameof(TimelineCheckTests));
        await Tally.CreateTableAsync(database);
        await Stock.StoreAsync(database, Stock.Reports(64, 64));
        await Tallying.FinishAsync(database, Tallying.Pipeline(database, new Tally()));

        ClusterNode primary = await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60));
        ClusterNode standby = fixture.Cluster.Node((string)(await ClusterFixture.ScalarAsync(
            primary, "SELECT application_name FROM pg_stat_replication WHERE sync_state = 'sync'"))!);
        ClusterNode ahead = fixture.Cluster.Nodes.Single(node => node != primary && node != standby);
        await using Database onAhead = fixture.Open("ahead", options => options with
        {
            ReadServer = ahead.Address,
            ReadPort = fixture.Cluster.Options.Ports.PgBouncer,
        });

        await fixture.Cluster.StallWalSenderAsync(standby);
        Task phantom = WriteUnacknowledgedAsync();
        await Eventually.TrueAsync(
            async () => await ClusterFixture.ScalarAsync(ahead, "SELECT sum(head)::bigint FROM report_shards") is 128L,
            "the other replica shows what is not acknowledged");

        var read = new TaskCompletionSource();
        var promoted = new TaskCompletionSource();
        Task<BatchOutcome> batch = Tallying.Pipeline(onAhead, new Tally(async _ =>
        {
            read.TrySetResult();
            await promoted.Task;
        })).RunBatchAsync(CancellationToken.None);
        await read.Task;

        ahead.Pause(NodeComponent.Patroni);
        primary.HoldDown();
        try
        {
            await Eventually.TrueAsync(
                async () => await RoleAsync(standby) == "primary", "the synchronous standby is promoted", seconds: 120);
            await phantom;
            await Stock.StoreAsync(database, Stock.Reports(64 * 3, 64, from: 100_000));
            promoted.SetResult();

            Assert.Equal(BatchOutcome.OtherTimeline, await batch);
        }
        finally
        {
            promoted.TrySetResult();
            ahead.Resume(NodeComponent.Patroni);
            primary.Release();
            await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(180));
        }

        await Tallying.FinishAsync(database, Tallying.Pipeline(database, new Tally()));
        await Tallying.AssertEachOnceAsync(database, 64 * 4);
        Assert.Equal(0L, await Tallying.CountAsync(database, "SELECT count(*) FROM location_reports WHERE recorded_at >= '2026-03-01 13:00+00' AND recorded_at < '2026-03-01 14:10+00'"));
    }

    // Seen on the replica that is not stalled, never acknowledged: the deadline is short and the primary dies.
    private async Task WriteUnacknowledgedAsync()
    {
        await using Database writer = fixture.Open("phantom", options => options with
        {
            RetryDeadline = TimeSpan.FromSeconds(1),
            CommandTimeout = TimeSpan.FromSeconds(120),
        });
        await Task.Yield();
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using WriteScope write = await writer.WriteAsync(CancellationToken.None);
            await using NpgsqlCommand insert = write.Command("""
                WITH heads AS (SELECT shard, head FROM report_shards ORDER BY shard FOR UPDATE),
                inserted AS (
                    INSERT INTO location_reports (tracker_id, recorded_at, fingerprint, position, received_at, latitude, longitude, shard, source_id)
                    SELECT t.id, timestamptz '2026-03-01 14:00+00', 1, h.head + 1, now(), 48, 16, t.shard, 1
                    FROM trackers t JOIN heads h ON h.shard = t.shard
                    RETURNING shard)
                UPDATE report_shards s SET head = s.head + 1 FROM inserted i WHERE i.shard = s.shard
                """);
            await insert.ExecuteNonQueryAsync();
            await write.CommitAsync(CancellationToken.None);
        });
    }

    private static async Task<string> RoleAsync(ClusterNode node)
    {
        try
        {
            return (bool)(await ClusterFixture.ScalarAsync(node, "SELECT pg_is_in_recovery()"))! ? "replica" : "primary";
        }
        catch (NpgsqlException)
        {
            return "down";
        }
    }
}
