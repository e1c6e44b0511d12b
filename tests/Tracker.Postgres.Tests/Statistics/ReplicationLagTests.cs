using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes;
using EFCore.ReadWriteSplitting.Statistics;
using Tracker.Cluster.Nodes;
using Tracker.Data.Model;
using Tracker.Tests;
using NodeRole = EFCore.ReadWriteSplitting.Health.NodeRole;

namespace EFCore.ReadWriteSplitting.Tests.Statistics;

[Collection(OnCluster.Name)]
public sealed class ReplicationLagTests(ClusterFixture fixture)
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Lag_grows_in_bytes_and_seconds_while_replay_is_paused_and_is_zero_after_it_catches_up()
    {
        await using Database database = await OpenAsync();
        ClusterNode primary = await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60));
        ClusterNode paused = fixture.Cluster.Nodes.First(node => node != primary);
        paused.PauseReplay();
        try
        {
            ReplicationLag first = await LagBeyondAsync(default);
            await LagBeyondAsync(first);
        }
        finally
        {
            paused.ResumeReplay();
        }

        await Eventually.TrueAsync(() => Task.FromResult(LagOf(paused.Name) == default(ReplicationLag)), "the replica has caught up");

        ReplicationLag LagOf(string name) => database.Statistics().Replicas.Single(replica => replica.Name == name).Lag ?? default;

        async Task<ReplicationLag> LagBeyondAsync(ReplicationLag before)
        {
            ReplicationLag lag = default;
            await Eventually.TrueAsync(
                async () =>
                {
                    await WriteAsync(database);
                    lag = LagOf(paused.Name);
                    return lag.Bytes > before.Bytes && lag.Time > before.Time;
                },
                $"the lag is beyond {before}");
            return lag;
        }
    }

    [Fact]
    public async Task Lag_is_zero_while_the_primary_is_idle_however_long()
    {
        await using Database database = await OpenAsync();
        await WriteAsync(database);
        await Eventually.TrueAsync(() => Task.FromResult(NobodyIsLate()), "both replicas have caught up");
        TimeSpan start = database.Statistics().RunningFor;
        await Eventually.TrueAsync(
            () =>
            {
                DatabaseStatistics look = database.Statistics();
                // What the servers write for themselves may be under way.
                Assert.All(look.Replicas, replica => Assert.True(replica.Lag is { Bytes: > 0 } || replica.Lag?.Time == TimeSpan.Zero, $"{replica}"));
                return Task.FromResult(look.RunningFor - start > Idle && NobodyIsLate());
            },
            "no replica lags after a time without writes");

        bool NobodyIsLate() => database.Statistics().Replicas is { Count: 2 } replicas && replicas.All(replica => replica.Lag == default(ReplicationLag));
    }

    [Fact]
    public async Task Statistics_have_the_pools_the_nodes_and_the_routes()
    {
        await using Database database = await OpenAsync();
        await WriteAsync(database);
        await Eventually.TrueAsync(
            () => Task.FromResult(database.Statistics().Replicas.All(replica => replica is { State: "streaming", Health: NodeHealth.Healthy })), "both replicas are healthy");
        DatabaseStatistics statistics = database.Statistics();

        Assert.Equal(nameof(ReplicationLagTests), statistics.Application);
        Assert.Single(statistics.Replicas, replica => replica.SyncState == "sync");
        Assert.Equal(1, statistics.Nodes.Count(node => node.Role == NodeRole.Primary));
        Assert.Equal([PoolKind.Write, PoolKind.Read, PoolKind.PrimaryRead], statistics.Pools.Select(pool => pool.Kind));
        Assert.Equal(
            [new(RouteReason.Write, NodeRole.Primary, 1), new(RouteReason.Replica, NodeRole.Replica, Reads)],
            statistics.Routes.OrderBy(route => route.Reason));
        Assert.Equal([(ScopeKind.Read, (long)Reads), (ScopeKind.Write, 1)], statistics.Durations.Select(durations => (durations.Kind, durations.Count)));
        Assert.Equal(new FallbackStatistics(database.Options.FallbackLimit, 0, 0), statistics.Fallbacks);
    }

    private const int Reads = 8;

    // Several reads at once: connections lead to both replicas.
    private async Task<Database> OpenAsync()
    {
        await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(120));
        Database database = fixture.Open(nameof(ReplicationLagTests), options => options with { ConnectionLifetime = TimeSpan.FromHours(1) });
        ReadScope[] reads = await Task.WhenAll(Enumerable.Range(0, Reads).Select(_ => database.ReadAsync(ReadConsistency.Eventual, CancellationToken.None)));
        foreach (ReadScope read in reads)
        {
            await read.DisposeAsync();
        }

        await Eventually.TrueAsync(
            () => Task.FromResult(database.Statistics().Replicas is { Count: 2 } replicas && replicas.All(replica => replica.SinceSeen is not null)), "both replicas are met");
        return database;
    }

    private static Task<WriteToken> WriteAsync(Database database) => database.WriteAsync(
        UnitOfWork.Repeatable,
        (write, _) =>
        {
            write.Context.Add(new Brand { Name = Guid.NewGuid().ToString() });
            return Task.CompletedTask;
        },
        CancellationToken.None);
}
