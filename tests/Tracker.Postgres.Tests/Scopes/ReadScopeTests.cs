using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tracker.Cluster.Nodes;
using Tracker.Data.Model;
using NodeRole = EFCore.ReadWriteSplitting.Health.NodeRole;

namespace EFCore.ReadWriteSplitting.Tests.Scopes;

[Collection(OnCluster.Name)]
public sealed class ReadScopeTests(ClusterFixture fixture) : IClassFixture<NoLeaks<ReadScopeTests>>
{
    public static TheoryData<string> Writes => new()
    {
        "INSERT INTO brands (name) VALUES ('x')",
        "UPDATE report_shards SET head = 0",
        "SELECT * FROM report_shards FOR UPDATE",
        "SELECT nextval('trackers_id_seq')",
        "CREATE TEMP TABLE t (i int)",
    };

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Server_refuses_every_write_in_a_read_scope_on_a_replica_and_on_the_primary(string sql)
    {
        // As the user who may write: it is the transaction that may not.
        await using Database database = fixture.Open(nameof(ReadScopeTests), options => options with { ReadUser = null, ReadPassword = null });
        foreach (ReadConsistency consistency in new[] { ReadConsistency.Eventual, ReadConsistency.Primary })
        {
            await using ReadScope read = await database.ReadAsync(consistency, CancellationToken.None);
            await using ReadCommand command = read.Command(sql);
            WriteInReadScopeException refused = await Assert.ThrowsAsync<WriteInReadScopeException>(() => command.ExecuteNonQueryAsync());
            Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, Assert.IsType<PostgresException>(refused.InnerException).SqlState);
        }
    }

    [Fact]
    public async Task Write_in_a_read_scope_fails_at_once_and_the_error_says_what_to_do()
    {
        await using Database database = fixture.Open(nameof(ReadScopeTests));
        int attempts = 0;
        await Assert.ThrowsAsync<WriteInReadScopeException>(() => database.ReadAsync(
            ReadConsistency.Eventual,
            async (read, token) =>
            {
                attempts++;
                await using ReadCommand locking = read.Command("SELECT * FROM report_shards FOR UPDATE");
                return await locking.ExecuteNonQueryAsync(token);
            },
            CancellationToken.None));
        Assert.Equal(1, attempts);
    }

    [Fact]
    public async Task Reads_are_served_by_both_replicas_and_never_by_the_primary()
    {
        await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(120));
        await using Database database = fixture.Open(nameof(ReadScopeTests));
        ClusterNode primary = await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60));

        ReadScope[] scopes = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => database.ReadAsync(ReadConsistency.Eventual, CancellationToken.None)));
        string[] nodes = [.. scopes.Select(scope => scope.Route.Node.Split(':')[0]).Distinct()];
        foreach (ReadScope scope in scopes)
        {
            Assert.Equal((NodeRole.Replica, RouteReason.Replica), (scope.Route.Role, scope.Route.Reason));
            await scope.DisposeAsync();
        }

        Assert.Equal(2, nodes.Length);
        Assert.DoesNotContain(primary.Address, nodes);
    }

    [Fact]
    public async Task Scope_with_a_snapshot_shows_one_moment_and_without_one_the_latest()
    {
        await using Database database = fixture.Open(nameof(ReadScopeTests));
        string name = Guid.NewGuid().ToString();
        await using ReadScope snapshot = await database.ReadAsync(ReadConsistency.Primary, CancellationToken.None, snapshot: true);
        await using ReadScope latest = await database.ReadAsync(ReadConsistency.Primary, CancellationToken.None);
        Assert.False(await snapshot.Query<Brand>().AnyAsync(brand => brand.Name == name));

        await database.WriteAsync(
            (write, _) =>
            {
                write.Context.Add(new Brand { Name = name });
                return Task.CompletedTask;
            },
            CancellationToken.None);

        Assert.False(await snapshot.Query<Brand>().AnyAsync(brand => brand.Name == name));
        Assert.True(await latest.Query<Brand>().AnyAsync(brand => brand.Name == name));
    }

    [Fact]
    public async Task AtLeast_read_shows_the_write_on_a_replica_every_time()
    {
        await using Database database = fixture.Open(nameof(ReadScopeTests), options => options with { ReplicaWait = TimeSpan.FromSeconds(20) });
        for (int i = 0; i < 200; i++)
        {
            string name = Guid.NewGuid().ToString();
            WriteToken token = await database.WriteAsync(
                UnitOfWork.Repeatable,
                (write, _) =>
                {
                    write.Context.Add(new Brand { Name = name });
                    return Task.CompletedTask;
                },
                CancellationToken.None);
            await using ReadScope read = await database.ReadAsync(ReadConsistency.AtLeast(token), CancellationToken.None, snapshot: i % 2 == 0);
            Assert.Equal(RouteReason.ReplicaCaughtUp, read.Route.Reason);
            Assert.True(await read.Query<Brand>().AnyAsync(brand => brand.Name == name), $"Write {i} is not shown by {read.Route}.");
        }
    }

    [Fact]
    public async Task AtLeast_read_goes_to_the_primary_if_no_replica_catches_up_in_time()
    {
        await using Database database = fixture.Open(nameof(ReadScopeTests), options => options with { ReplicaWait = TimeSpan.FromMilliseconds(200) });
        await using Replay paused = await Replay.PauseAsync(fixture);
        string name = Guid.NewGuid().ToString();
        WriteToken token = await database.WriteAsync(Brands.Insert(name), CancellationToken.None);
        await using ReadScope stale = await database.ReadAsync(ReadConsistency.Eventual, CancellationToken.None);
        Assert.False(await stale.Query<Brand>().AnyAsync(brand => brand.Name == name));

        await using ReadScope read = await database.ReadAsync(ReadConsistency.AtLeast(token), CancellationToken.None);
        Assert.Equal((NodeRole.Primary, RouteReason.ReplicasBehind), (read.Route.Role, read.Route.Reason));
        Assert.True(await read.Query<Brand>().AnyAsync(brand => brand.Name == name));
    }

    [Fact]
    public async Task BoundedStaleness_read_leaves_a_replica_whose_replay_is_paused()
    {
        await using Database database = fixture.Open(nameof(ReadScopeTests), options => options with { ReplicaWait = TimeSpan.FromMilliseconds(100) });
        var bound = ReadConsistency.BoundedStaleness(TimeSpan.FromSeconds(2));
        // The first such read has no sample to prove anything with, so it is served by the primary, and starts the sampling.
        await using (ReadScope first = await database.ReadAsync(bound, CancellationToken.None))
        {
            Assert.Equal(RouteReason.NoProof, first.Route.Reason);
        }

        await Tracker.Tests.Eventually.TrueAsync(async () => await ReasonAsync() == RouteReason.ReplicaCaughtUp, "a replica proves to be fresh");
        await using Replay paused = await Replay.PauseAsync(fixture);
        await Tracker.Tests.Eventually.TrueAsync(
            async () =>
            {
                await database.WriteAsync(UnitOfWork.Recorded, (_, _) => Task.CompletedTask, CancellationToken.None);
                return await ReasonAsync() == RouteReason.ReplicasBehind;
            },
            "the primary serves once the replicas are two seconds behind");

        async Task<RouteReason> ReasonAsync()
        {
            await using ReadScope read = await database.ReadAsync(bound, CancellationToken.None);
            return read.Route.Reason;
        }
    }

    [Fact]
    public async Task All_reads_go_to_the_primary_if_the_read_split_is_off()
    {
        await using Database database = fixture.Open(nameof(ReadScopeTests), options => options with { ReadSplit = false });
        await using ReadScope read = await database.ReadAsync(ReadConsistency.Eventual, CancellationToken.None);
        Assert.Equal((NodeRole.Primary, RouteReason.ReadSplitOff), (read.Route.Role, read.Route.Reason));
    }

    [Fact]
    public async Task Token_of_another_cluster_is_refused()
    {
        await using Database database = fixture.Open(nameof(ReadScopeTests));
        var foreign = new WriteToken(12345, 1, new NpgsqlTypes.NpgsqlLogSequenceNumber(1));
        await Assert.ThrowsAsync<ForeignTokenException>(() => database.ReadAsync(ReadConsistency.AtLeast(foreign), CancellationToken.None));
    }
}
