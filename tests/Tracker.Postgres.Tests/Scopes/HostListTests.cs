using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Cluster.Nodes;
using Tracker.Data.Migrations;
using NodeRole = EFCore.ReadWriteSplitting.Health.NodeRole;

namespace EFCore.ReadWriteSplitting.Tests.Scopes;

/// <summary>The topology without a proxy: <c>POSTGRES_HOSTS</c>.</summary>
[Collection(OnCluster.Name)]
public sealed class HostListTests(ClusterFixture fixture) : IClassFixture<NoLeaks<HostListTests>>
{
    [Fact]
    public async Task Writes_go_to_the_primary_and_reads_to_both_replicas_of_a_list()
    {
        await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(120));
        await using Database database = fixture.Open(nameof(HostListTests), Direct);
        string name = Guid.NewGuid().ToString();
        WriteToken token = await database.WriteAsync(Brands.Insert(name), CancellationToken.None);
        ClusterNode primary = await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60));
        HashSet<string> nodes = [];
        await Tracker.Tests.Eventually.TrueAsync(
            async () =>
            {
                await using ReadScope read = await database.ReadAsync(ReadConsistency.AtLeast(token), CancellationToken.None);
                Assert.Equal((NodeRole.Replica, RouteReason.ReplicaCaughtUp), (read.Route.Role, read.Route.Reason));
                Assert.True(await Brands.Has(name)(read, CancellationToken.None));
                nodes.Add(read.Route.Node);
                return nodes.Count == 2;
            },
            "both replicas serve reads",
            seconds: 10);
        Assert.DoesNotContain(nodes, node => node.StartsWith(primary.Address + ":", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Migrations_run_on_the_primary_of_a_list()
    {
        await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(120));
        // Up to date already: that it found out, under its lock, on the primary.
        Assert.Empty(await SchemaMigrator.MigrateAsync(Direct(fixture.Options(nameof(HostListTests))), TimeProvider.System, CancellationToken.None));
    }

    [Fact]
    public async Task Writes_follow_the_primary_to_another_node_without_an_error()
    {
        await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(120));
        await using Database database = fixture.Open(nameof(HostListTests), Direct);
        await database.WriteAsync(Brands.Insert(Guid.NewGuid().ToString()), CancellationToken.None);
        await Switchover.RunAsync(fixture);
        string name = Guid.NewGuid().ToString();
        WriteToken token = await database.WriteAsync(Brands.Insert(name), CancellationToken.None);
        Assert.True(await database.ReadAsync(ReadConsistency.AtLeast(token), Brands.Has(name), CancellationToken.None));
        await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(120));
    }

    [Fact]
    public async Task Writes_leave_a_primary_that_died_without_an_error()
    {
        await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(120));
        await using Database database = fixture.Open(nameof(HostListTests), Direct);
        ClusterNode primary = await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60));
        await database.WriteAsync(Brands.Insert(Guid.NewGuid().ToString()), CancellationToken.None);
        primary.HoldDown();
        try
        {
            // Side by side, so that one node busy with a write is no reason to ask the dead one.
            string[] names = [.. Enumerable.Range(0, 8).Select(_ => Guid.NewGuid().ToString())];
            WriteToken[] tokens = await Task.WhenAll(names.Select(name => database.WriteAsync(Brands.Insert(name), CancellationToken.None)));
            for (int i = 0; i < names.Length; i++)
            {
                Assert.True(await database.ReadAsync(ReadConsistency.AtLeast(tokens[i]), Brands.Has(names[i]), CancellationToken.None));
                Assert.True(await database.ReadAsync(ReadConsistency.Primary, Brands.Has(names[i]), CancellationToken.None));
            }
        }
        finally
        {
            primary.Release();
            await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(180));
        }
    }

    [Fact]
    public async Task Node_that_does_not_answer_gets_no_requests()
    {
        await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(120));
        ClusterNode primary = await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60));
        ClusterNode frozen = fixture.Cluster.Nodes.First(node => node != primary);
        await using Database database = fixture.Open(nameof(HostListTests), Direct);
        frozen.Pause(NodeComponent.PgBouncer);
        try
        {
            // A scope each, so that none finds a connection at hand; the frozen node takes connections and answers nothing.
            ReadScope[] reads = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => database.ReadAsync(ReadConsistency.Eventual, CancellationToken.None)));
            Assert.All(reads, read => Assert.False(read.Route.Node.StartsWith(frozen.Address + ":", StringComparison.Ordinal)));
            foreach (ReadScope read in reads)
            {
                await read.DisposeAsync();
            }

            Assert.DoesNotContain(database.Pool(PoolKind.Read).Nodes, node => node.Node.StartsWith(frozen.Address + ":", StringComparison.Ordinal) && node.Opened > 0);
        }
        finally
        {
            frozen.Resume(NodeComponent.PgBouncer);
        }
    }

    [Fact]
    public async Task Full_pool_still_keeps_a_connection_to_each_node()
    {
        await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(120));
        ClusterNode primary = await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60));
        ClusterNode late = fixture.Cluster.Nodes.First(node => node != primary);
        // Two for reads.
        await using Database database = fixture.Open(nameof(HostListTests), options => Direct(options) with { WritePoolSize = 1 });
        NodePoolStatistics? Late() => database.Pool(PoolKind.Read).Nodes.FirstOrDefault(node => node.Node.StartsWith(late.Address + ":", StringComparison.Ordinal));
        Task ReadAsync() => database.ReadAsync(ReadConsistency.Eventual, Brands.Has("none"), CancellationToken.None);

        late.Pause(NodeComponent.PgBouncer);
        try
        {
            ReadScope[] both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => database.ReadAsync(ReadConsistency.Eventual, CancellationToken.None)));
            foreach (ReadScope scope in both)
            {
                await scope.DisposeAsync();
            }
        }
        finally
        {
            late.Resume(NodeComponent.PgBouncer);
        }

        await Tracker.Tests.Eventually.TrueAsync(
            async () =>
            {
                await ReadAsync();
                return Late() is { Opened: > 0 };
            },
            "the node that came late serves a read");
        long opened = Late()!.Opened;
        for (int i = 0; i < 10; i++)
        {
            await ReadAsync();
        }

        Assert.Equal(opened, Late()!.Opened);
    }

    [Fact]
    public async Task Listed_node_that_refuses_the_settings_is_an_error_at_once()
    {
        await using Database wrong = fixture.Open(nameof(HostListTests), options => Direct(options) with { ReadPassword = "not-it" });
        InvalidSettingException refused = await Assert.ThrowsAsync<InvalidSettingException>(() => wrong.ReadAsync(ReadConsistency.Eventual, CancellationToken.None));
        Assert.Equal("POSTGRES_READ_PASSWORD", refused.Setting);
    }

    [Fact]
    public async Task Database_whose_default_isolation_shares_a_snapshot_is_refused()
    {
        ClusterNode primary = await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60));
        await ClusterFixture.ScalarAsync(primary, "CREATE ROLE repeatable LOGIN PASSWORD 'repeatable' IN ROLE pg_monitor");
        await ClusterFixture.ScalarAsync(primary, "ALTER ROLE repeatable SET default_transaction_isolation = 'repeatable read'");
        try
        {
            // Past PgBouncer, which knows no such user.
            await using Database database = fixture.Open(nameof(HostListTests), options => options with
            {
                Server = "",
                Hosts = [$"{primary.Address}:{fixture.Cluster.Options.Ports.Postgres}"],
                User = "repeatable",
                Password = "repeatable",
                ReadUser = null,
                ReadPassword = null,
            });
            InvalidSettingException refused = await Assert.ThrowsAsync<InvalidSettingException>(() => database.WriteAsync(CancellationToken.None));
            Assert.Contains("default_transaction_isolation", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            await ClusterFixture.ScalarAsync(primary, "DROP ROLE repeatable");
        }
    }

    private DatabaseOptions Direct(DatabaseOptions options) => options with
    {
        Server = "",
        Hosts = [.. fixture.Cluster.Nodes.Select(node => $"{node.Address}:{fixture.Cluster.Options.Ports.PgBouncer}")],
    };
}
