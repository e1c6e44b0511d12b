using System.Collections.Concurrent;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tracker.Cluster.Nodes;
using Tracker.Data.Model;
using Tracker.Tests;
using NodeRole = EFCore.ReadWriteSplitting.Health.NodeRole;

namespace EFCore.ReadWriteSplitting.Tests.Scopes;

[Collection(OnCluster.Name)]
public sealed class FailoverTests(ClusterFixture fixture) : IClassFixture<NoLeaks<FailoverTests>>
{
    [Fact]
    public async Task Failover_keeps_every_acknowledged_unit_of_work_once_and_causes_no_error()
    {
        await fixture.ResetAsync();
        await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(120));
        await using Database database = fixture.Open(nameof(FailoverTests));
        ClusterNode primary = await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60));
        ClusterNode[] replicas = [.. fixture.Cluster.Nodes.Where(node => node != primary)];
        int? timeline = await TimelineAsync(database);
        var acknowledged = new ConcurrentQueue<string>();
        using var stop = new CancellationTokenSource();
        Task writers = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => WriteAsync(database, acknowledged, stop.Token)));
        await GrowsAsync(acknowledged, 100, writers);

        // What the primary acknowledged now, without waiting for a standby, would be lost with it.
        foreach (ClusterNode replica in replicas)
        {
            await fixture.Cluster.StallWalSenderAsync(replica);
        }

        try
        {
            await AnySoonAsync(acknowledged, 50);
            primary.HoldDown();
            await GrowsAsync(acknowledged, 100, writers);
            await stop.CancelAsync();
            await writers;

            await using ReadScope read = await database.ReadAsync(ReadConsistency.Primary, CancellationToken.None);
            HashSet<string> kept = [.. await read.Query<Brand>().Select(brand => brand.Name).ToListAsync()];
            Assert.True(read.Route.Timeline > timeline, $"No failover: timeline {timeline}, then {read.Route.Timeline}.");
            Assert.Equal(0, acknowledged.Count(name => !kept.Contains(name)));
        }
        finally
        {
            await stop.CancelAsync();
            primary.Release();
            await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(180));
        }
    }

    [Fact]
    public async Task Reads_stay_on_replicas_after_the_replica_they_used_was_promoted()
    {
        await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(120));
        ClusterNode standby = await Switchover.StandbyAsync(fixture);
        await using Database database = await MeetingAsync(standby);
        await Switchover.RunAsync(fixture);
        await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(120));

        // The first may find out; it must not stay so until the connection grows old.
        await database.ReadAsync(ReadConsistency.Eventual, Brands.Has("none"), CancellationToken.None);
        await using ReadScope read = await database.ReadAsync(ReadConsistency.Eventual, CancellationToken.None);
        Assert.Equal((NodeRole.Replica, RouteReason.Replica), (read.Route.Role, read.Route.Reason));
    }

    [Fact]
    public async Task Commit_is_not_acknowledged_by_a_timeout_while_its_standby_is_frozen()
    {
        await fixture.ResetAsync();
        await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(120));
        await using Database database = fixture.Open(nameof(FailoverTests), options => options with { CommandTimeout = TimeSpan.FromSeconds(1) });
        ClusterNode standby = await Switchover.StandbyAsync(fixture);
        standby.Pause(NodeComponent.Server);
        try
        {
            await database.WriteAsync(Brands.Insert(Guid.NewGuid().ToString()), CancellationToken.None);
            Assert.NotEqual(standby, await Switchover.StandbyAsync(fixture));
        }
        finally
        {
            standby.Resume(NodeComponent.Server);
            await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(180));
        }
    }

    [Fact]
    public async Task Commit_whose_wait_for_its_standby_is_cancelled_is_reported_as_committed_but_not_replicated()
    {
        await fixture.ResetAsync();
        await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(120));
        await using Database database = fixture.Open(nameof(FailoverTests));
        ClusterNode primary = await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60));
        ClusterNode standby = await Switchover.StandbyAsync(fixture);
        string name = Guid.NewGuid().ToString();
        await database.WriteAsync((_, _) => Task.CompletedTask, CancellationToken.None);
        standby.Pause(NodeComponent.Server);
        try
        {
            Task<WriteToken> commit = database.WriteAsync(Brands.Insert(name), CancellationToken.None);
            await Eventually.TrueAsync(
                async () => await ClusterFixture.ScalarAsync(primary, "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'") is true,
                "the commit's wait is cancelled");
            CommitNotReplicatedException local = await Assert.ThrowsAsync<CommitNotReplicatedException>(() => commit);
            Assert.True(local.Token.Position > default(NpgsqlTypes.NpgsqlLogSequenceNumber));
            Assert.Equal(1L, await ClusterFixture.ScalarAsync(primary, $"SELECT count(*) FROM brands WHERE name = '{name}'"));
        }
        finally
        {
            standby.Resume(NodeComponent.Server);
            await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(180));
        }
    }

    // A client whose only connection for reads leads to that replica.
    private async Task<Database> MeetingAsync(ClusterNode replica)
    {
        while (true)
        {
            Database database = fixture.Open(nameof(FailoverTests));
            await using (ReadScope read = await database.ReadAsync(ReadConsistency.Eventual, CancellationToken.None))
            {
                if (read.Route.Node.StartsWith(replica.Address + ":", StringComparison.Ordinal))
                {
                    return database;
                }
            }

            await database.DisposeAsync();
        }
    }

    // A name is unique: a unit that is applied twice is an error that no retry heals.
    private static async Task WriteAsync(Database database, ConcurrentQueue<string> acknowledged, CancellationToken stop)
    {
        await Task.Yield();
        while (!stop.IsCancellationRequested)
        {
            string name = Guid.NewGuid().ToString();
            await database.WriteAsync(Brands.Insert(name), CancellationToken.None);
            acknowledged.Enqueue(name);
        }
    }

    private static async Task GrowsAsync(ConcurrentQueue<string> acknowledged, int by, Task writers)
    {
        int before = acknowledged.Count;
        await Eventually.TrueAsync(
            async () =>
            {
                if (writers.IsCompleted)
                {
                    await writers;
                }

                return acknowledged.Count >= before + by;
            },
            $"{by} more units of work are acknowledged",
            seconds: 120);
    }

    // With synchronous mode none is acknowledged; without it, these are the ones that would be lost.
    private static async Task AnySoonAsync(ConcurrentQueue<string> acknowledged, int by)
    {
        int before = acknowledged.Count;
        for (int i = 0; i < 20 && acknowledged.Count < before + by; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    private static async Task<int?> TimelineAsync(Database database)
    {
        await using ReadScope read = await database.ReadAsync(ReadConsistency.Primary, CancellationToken.None);
        return read.Route.Timeline;
    }
}
