using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes;
using EFCore.ReadWriteSplitting.Sessions;
using Npgsql;
using NpgsqlTypes;
using Tracker.Cluster.Nodes;
using NodeRole = EFCore.ReadWriteSplitting.Health.NodeRole;

namespace EFCore.ReadWriteSplitting.Tests.Sessions;

[Collection(OnCluster.Name)]
public sealed class SessionTests(ClusterFixture fixture) : IClassFixture<NoLeaks<SessionTests>>
{
    [Fact]
    public async Task Session_sees_its_own_writes_while_replay_is_paused_on_one_replica()
    {
        await using Database database = fixture.Open(nameof(SessionTests), options => options with { ReplicaWait = TimeSpan.FromSeconds(5) });
        var session = new Session(database, SessionGuarantees.ReadYourWrites);
        await using Replay paused = await Replay.PauseAsync(fixture, replicas: 1);
        for (int i = 0; i < 30; i++)
        {
            string name = Guid.NewGuid().ToString();
            await session.WriteAsync(Brands.Insert(name), CancellationToken.None);
            Assert.True(await session.ReadAsync(Brands.Has(name), CancellationToken.None), $"Write {i} was out of sight.");
        }
    }

    [Fact]
    public async Task Session_never_reads_older_data_while_another_replica_is_behind()
    {
        await using Database database = fixture.Open(nameof(SessionTests), options => options with { ReplicaWait = TimeSpan.FromSeconds(2) });
        await using Replay paused = await Replay.PauseAsync(fixture, replicas: 1);
        string name = Guid.NewGuid().ToString();
        await database.WriteAsync(Brands.Insert(name), CancellationToken.None);
        var session = new Session(database, SessionGuarantees.MonotonicReads);
        bool seen = false;
        for (int i = 0; i < 60; i++)
        {
            bool shown = await session.ReadAsync(Brands.Has(name), CancellationToken.None);
            Assert.False(seen && !shown, $"Read {i} went back in time.");
            seen |= shown;
        }

        Assert.True(seen);
    }

    [Fact]
    public async Task Session_keeps_the_token_of_a_write_that_failed_after_its_own_commit()
    {
        await using Database database = fixture.Open(nameof(SessionTests));
        var session = new Session(database);
        FailedAfterCommitException failed = await Assert.ThrowsAsync<FailedAfterCommitException>(() => session.WriteAsync(
            async (write, token) =>
            {
                await write.CommitAsync(token);
                throw new InvalidOperationException();
            },
            CancellationToken.None));
        Assert.Equal(failed.Token, session.Token.Written);
    }

    [Fact]
    public async Task Session_continues_in_another_process_by_its_token()
    {
        await using Database here = fixture.Open(nameof(SessionTests));
        await using Database there = fixture.Open(nameof(SessionTests));
        await using Replay paused = await Replay.PauseAsync(fixture);
        string name = Guid.NewGuid().ToString();
        var first = new Session(here);
        await first.WriteAsync(Brands.Insert(name), CancellationToken.None);
        Assert.True(await first.ReadAsync(Brands.Has(name), CancellationToken.None));
        Assert.True(SessionToken.TryParse(first.Token.ToString(), out SessionToken token));
        Assert.Equal(first.Token, token);
        Assert.True(await new Session(there, SessionGuarantees.All, token).ReadAsync(Brands.Has(name), CancellationToken.None));
    }

    [Fact]
    public async Task Session_refuses_after_a_failover_what_it_cannot_prove()
    {
        await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(120));
        await using Database database = fixture.Open(nameof(SessionTests));
        string name = Guid.NewGuid().ToString();
        WriteToken before = await database.WriteAsync(Brands.Insert(name), CancellationToken.None);
        // Beyond the fork to come, as on a replica that runs ahead of the standby.
        WriteToken beyond = before with { Position = new NpgsqlLogSequenceNumber(ulong.MaxValue / 2) };
        Session[] sessions =
        [
            .. new[]
            {
                SessionGuarantees.All,
                SessionGuarantees.MonotonicReads,
                SessionGuarantees.WritesFollowReads,
                SessionGuarantees.ReadYourWrites | SessionGuarantees.WritesFollowReads,
            }.Select(guarantees => new Session(database, guarantees, new SessionToken(null, beyond))),
        ];
        foreach (Session session in sessions)
        {
            await session.WriteAsync(Brands.Insert(Guid.NewGuid().ToString()), CancellationToken.None);
        }

        await Switchover.RunAsync(fixture);
        await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(120));

        // Of before the fork: kept, and proven by the timeline's history.
        Assert.True(await database.ReadAsync(ReadConsistency.AtLeast(before), Brands.Has(name), CancellationToken.None));
        // Beyond it: nobody can tell.
        await Assert.ThrowsAsync<TokenNotProvenException>(() => database.ReadAsync(ReadConsistency.AtLeast(beyond), Brands.Has(name), CancellationToken.None));
        // That their own last write is there proves nothing about what they saw.
        foreach (Session session in sessions)
        {
            await Assert.ThrowsAsync<TokenNotProvenException>(() => session.ReadAsync(Brands.Has(name), CancellationToken.None));
        }

        foreach (Session session in sessions.Where((_, i) => i != 1))
        {
            await Assert.ThrowsAsync<TokenNotProvenException>(() => session.WriteAsync((_, _) => Task.CompletedTask, CancellationToken.None));
        }
    }

    [Fact]
    public async Task Session_does_not_read_on_the_primary_before_the_commits_that_a_replica_showed()
    {
        await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(120));
        await using Database database = fixture.Open(nameof(SessionTests), options => options with { ReplicaWait = TimeSpan.FromSeconds(1), RetryDeadline = TimeSpan.FromSeconds(60) });
        ClusterNode primary = await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60));
        ClusterNode standby = await Switchover.StandbyAsync(fixture);
        ClusterNode other = fixture.Cluster.Nodes.First(node => node != primary && node != standby);
        string name = Guid.NewGuid().ToString();
        var session = new Session(database, SessionGuarantees.MonotonicReads);
        await session.ReadAsync(Brands.Has(name), CancellationToken.None);

        // The commit waits for the standby, whose receiver is frozen; the other replica shows it all the same.
        standby.Pause(NodeComponent.Server);
        try
        {
            Task<WriteToken> commit = database.WriteAsync(Brands.Insert(name), CancellationToken.None);
            await Tracker.Tests.Eventually.TrueAsync(async () => (long)(await ClusterFixture.ScalarAsync(other, $"SELECT count(*) FROM brands WHERE name = '{name}'"))! == 1, "the other replica shows the commit");
            bool seen = await ReadFromAsync(database, session, other, name);
            Assert.True(seen, "the session saw it on the replica");
            Assert.False(commit.IsCompleted, "the commit was still waiting");
            Assert.Equal(0L, await ClusterFixture.ScalarAsync(primary, $"SELECT count(*) FROM brands WHERE name = '{name}'"));

            // The session goes on where all reads go to the primary, which does not show it yet.
            await using Database onPrimary = fixture.Open(nameof(SessionTests), options => options with { ReadSplit = false });
            var there = new Session(onPrimary, SessionGuarantees.MonotonicReads, session.Token);
            Assert.True(await there.ReadAsync(Brands.Has(name), CancellationToken.None), "a read went back in time from the replica to the primary");
            await commit;
        }
        finally
        {
            standby.Resume(NodeComponent.Server);
            await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(180));
        }
    }

    private static async Task<bool> ReadFromAsync(Database database, Session session, ClusterNode node, string name)
    {
        bool seen = false;
        for (int i = 0; i < 40 && !seen; i++)
        {
            seen = await session.ReadAsync(
                async (read, token) => await Brands.Has(name)(read, token) && read.Route.Role == NodeRole.Replica && read.Route.Node.StartsWith(node.Address, StringComparison.Ordinal),
                CancellationToken.None);
        }

        return seen;
    }
}
