using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes;

namespace EFCore.ReadWriteSplitting.Tests.Routing;

[Collection(OnCluster.Name)]
public sealed class FallbackTests(ClusterFixture fixture) : IClassFixture<NoLeaks<FallbackTests>>
{
    [Fact]
    public async Task Fallbacks_are_limited_and_beyond_the_limit_are_refused_or_served_stale_as_the_caller_chose()
    {
        await using Database database = fixture.Open(nameof(FallbackTests), options => options with
        {
            FallbackLimit = 1,
            FallbackWait = TimeSpan.FromMilliseconds(200),
            ReplicaWait = TimeSpan.FromMilliseconds(100),
        });
        string name = Guid.NewGuid().ToString();
        await database.ReadAsync(ReadConsistency.Eventual, Brands.Has(name), CancellationToken.None);
        await using Replay paused = await Replay.PauseAsync(fixture);
        ReadConsistency fresh = ReadConsistency.AtLeast(await database.WriteAsync(Brands.Insert(name), CancellationToken.None));

        await using (ReadScope one = await database.ReadAsync(fresh, CancellationToken.None))
        {
            Assert.Equal((NodeRole.Primary, RouteReason.ReplicasBehind), (one.Route.Role, one.Route.Reason));
            ReplicasUnavailableException refused = await Assert.ThrowsAsync<ReplicasUnavailableException>(
                () => database.ReadAsync(fresh, Brands.Has(name), CancellationToken.None));
            Assert.Contains("TRACKER_FALLBACK_LIMIT", refused.Message, StringComparison.Ordinal);

            await using ReadScope stale = await database.ReadAsync(fresh.OrStale(), CancellationToken.None);
            Assert.Equal((NodeRole.Replica, RouteReason.Stale), (stale.Route.Role, stale.Route.Reason));
            Assert.False(await Brands.Has(name)(stale, CancellationToken.None));
        }

        // The place came back with the scope.
        Assert.True(await database.ReadAsync(fresh, Brands.Has(name), CancellationToken.None));
    }

    [Fact]
    public async Task Stale_answer_reports_its_lag_once_the_monitor_knows_it()
    {
        await using Database database = fixture.Open(nameof(FallbackTests), options => options with
        {
            FallbackLimit = 1,
            FallbackWait = TimeSpan.Zero,
            ReplicaWait = TimeSpan.FromMilliseconds(50),
        });
        string name = Guid.NewGuid().ToString();
        await database.ReadAsync(ReadConsistency.Eventual, Brands.Has(name), CancellationToken.None);
        await using Replay paused = await Replay.PauseAsync(fixture);
        ReadConsistency fresh = ReadConsistency.AtLeast(await database.WriteAsync(Brands.Insert(name), CancellationToken.None)).OrStale();
        await using ReadScope holder = await database.ReadAsync(fresh, CancellationToken.None);
        ReplicationLag? lag = null;
        await Tracker.Tests.Eventually.TrueAsync(
            async () =>
            {
                await using ReadScope stale = await database.ReadAsync(fresh, CancellationToken.None);
                lag = stale.Route.Lag;
                return stale.Route.Reason == RouteReason.Stale && lag is { Bytes: > 0 } && lag.Value.Time > TimeSpan.FromSeconds(1);
            },
            "a stale read tells that it is more than a second old");
    }

    [Fact]
    public async Task Read_tries_the_other_replica_before_the_primary_if_replay_is_paused_on_one()
    {
        await using Database database = fixture.Open(nameof(FallbackTests), options => options with { ReplicaWait = TimeSpan.FromSeconds(10) });
        ReadScope[] opened = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => database.ReadAsync(ReadConsistency.Eventual, CancellationToken.None)));
        foreach (ReadScope scope in opened)
        {
            await scope.DisposeAsync();
        }

        await using Replay paused = await Replay.PauseAsync(fixture, replicas: 1);
        for (int i = 0; i < 20; i++)
        {
            string name = Guid.NewGuid().ToString();
            WriteToken token = await database.WriteAsync(Brands.Insert(name), CancellationToken.None);
            await using ReadScope read = await database.ReadAsync(ReadConsistency.AtLeast(token), CancellationToken.None);
            Assert.Equal((NodeRole.Replica, RouteReason.ReplicaCaughtUp), (read.Route.Role, read.Route.Reason));
            Assert.True(await Brands.Has(name)(read, CancellationToken.None));
        }
    }
}
