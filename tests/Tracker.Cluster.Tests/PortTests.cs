using Npgsql;
using Tracker.Cluster.Nodes;

namespace Tracker.Cluster.Tests;

[Collection("cluster")]
public sealed class PortTests(ClusterFixture fixture)
{
    [Fact]
    public async Task The_write_port_connects_to_the_primary()
    {
        NodeView nodes = await fixture.PrimaryAndReplicasAsync();
        (string address, bool isReplica) = await ClusterFixture.AskAsync(fixture.Cluster.WriteConnectionString);
        Assert.Equal(nodes.Primary.Address, address);
        Assert.False(isReplica);
    }

    [Fact]
    public async Task The_read_port_connects_to_both_replicas()
    {
        NodeView nodes = await fixture.PrimaryAndReplicasAsync();
        HashSet<string> seen = [];
        for (int i = 0; i < 20; i++)
            seen.Add((await ClusterFixture.AskAsync(fixture.Cluster.ReadConnectionString)).Address);
        Assert.Equal(nodes.Replicas.Select(replica => replica.Address).Order(), seen.Order());
    }

    [Fact]
    public async Task Reads_go_to_the_primary_while_there_is_no_replica_and_return_to_replicas()
    {
        NodeView nodes = await fixture.PrimaryAndReplicasAsync();
        foreach (ClusterNode replica in nodes.Replicas)
            replica.HoldDown();
        await ClusterFixture.UntilAsync(
            "The read port did not lead to the primary", async () => await AnswersAsync() == nodes.Primary.Address);

        await using NpgsqlConnection pooled = new(fixture.Cluster.ReadConnectionString);
        await pooled.OpenAsync();
        Assert.Equal(nodes.Primary.Address, (await ClusterFixture.AskAsync(pooled)).Address);

        foreach (ClusterNode replica in nodes.Replicas)
            replica.Release();
        await fixture.HealthyAsync();
        Assert.NotEqual(nodes.Primary.Address, await AnswersAsync());
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ClusterFixture.AskAsync(pooled));

        async Task<string> AnswersAsync() => (await ClusterFixture.AskAsync(fixture.Cluster.ReadConnectionString)).Address;
    }

    [Fact]
    public async Task A_paused_PgBouncer_is_removed_and_returns()
    {
        NodeView nodes = await fixture.PrimaryAndReplicasAsync();
        ClusterNode frozen = nodes.Replicas[0];
        frozen.Pause(NodeComponent.PgBouncer);
        await ClusterFixture.UntilAsync(
            "HAProxy kept the frozen pooler",
            async () => !(await fixture.Cluster.ProxyStats.UpAsync("read", CancellationToken.None))!.Contains(frozen.Name));
        Assert.Equal(nodes.Replicas[1].Address, (await ClusterFixture.AskAsync(fixture.Cluster.ReadConnectionString)).Address);
        frozen.Resume(NodeComponent.PgBouncer);
        await fixture.HealthyAsync();
    }

    [Fact]
    public async Task Readers_can_read_new_tables_and_replication_status_but_never_write()
    {
        LocalCluster cluster = await fixture.HealthyAsync();
        await ClusterFixture.ExecuteAsync(cluster.WriteConnectionString, "CREATE TABLE readable AS SELECT 42 AS answer");
        await ClusterFixture.UntilAsync("The replicas did not show the table", async () =>
            await ClusterFixture.ScalarAsync<int>(cluster.ReadConnectionString, "SELECT answer FROM readable") == 42);
        Assert.True(
            await ClusterFixture.ScalarAsync<int>(cluster.ReadConnectionString, "SELECT received_tli FROM pg_stat_wal_receiver") > 0);

        // Even on the primary, where the fallback of reads leads.
        string onPrimary = new NpgsqlConnectionStringBuilder(cluster.WriteConnectionString)
        {
            Username = "tracker_read",
            Password = cluster.Credentials.Reader,
        }.ConnectionString;
        PostgresException refused = await Assert.ThrowsAsync<PostgresException>(
            () => ClusterFixture.ExecuteAsync(onPrimary, "CREATE TABLE unwanted ()"));
        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, refused.SqlState);
        refused = await Assert.ThrowsAsync<PostgresException>(() =>
            ClusterFixture.ExecuteAsync(onPrimary, "BEGIN READ WRITE; UPDATE readable SET answer = 0; COMMIT"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        await ClusterFixture.ExecuteAsync(cluster.WriteConnectionString, "DROP TABLE readable");
    }
}
