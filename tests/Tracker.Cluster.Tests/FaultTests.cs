using Tracker.Cluster.Nodes;
using Tracker.Cluster.Processes;

namespace Tracker.Cluster.Tests;

[Collection("cluster")]
public sealed class FaultTests(ClusterFixture fixture)
{
    [Theory]
    [InlineData(NodeComponent.PgBouncer)]
    [InlineData(NodeComponent.Patroni)]
    public async Task A_killed_component_of_a_node_is_restarted_and_the_status_shows_it(NodeComponent part)
    {
        NodeView nodes = await fixture.PrimaryAndReplicasAsync();
        string process = part == NodeComponent.Patroni ? nodes.Primary.PatroniProcess : nodes.Primary.PgBouncerProcess;
        ProcessStatus before = Status(process);
        nodes.Primary.Kill(part);
        await UntilRestartedAsync(process, before);
        await fixture.HealthyAsync();
        Assert.Equal(nodes.Primary, await fixture.Cluster.WaitForPrimaryAsync(ClusterFixture.Deadline));
    }

    [Fact]
    public async Task A_killed_proxy_is_restarted_and_the_status_shows_it()
    {
        LocalCluster cluster = await fixture.HealthyAsync();
        ProcessStatus before = Status("haproxy");
        cluster.Kill("haproxy");
        await UntilRestartedAsync("haproxy", before);
        await fixture.HealthyAsync();
    }

    [Fact]
    public async Task A_killed_server_is_restarted_in_place()
    {
        NodeView nodes = await fixture.PrimaryAndReplicasAsync();
        ProcessIdentity before = nodes.Primary.Server.Postmaster()!;
        nodes.Primary.Kill(NodeComponent.Server);
        await ClusterFixture.UntilAsync(
            "No new server came", () => Task.FromResult(nodes.Primary.Server.Postmaster() is { } now && now != before));
        await fixture.HealthyAsync();
        Assert.Equal(nodes.Primary, await fixture.Cluster.WaitForPrimaryAsync(ClusterFixture.Deadline));
    }

    [Fact]
    public async Task A_dead_primary_is_replaced_and_nothing_acknowledged_is_lost()
    {
        NodeView nodes = await fixture.PrimaryAndReplicasAsync();
        await ClusterFixture.ExecuteAsync(fixture.Cluster.WriteConnectionString, "CREATE TABLE kept AS SELECT 7 AS value");
        nodes.Primary.HoldDown();
        await ClusterFixture.UntilAsync("Nobody took over", async () =>
            await ClusterFixture.ScalarAsync<int>(fixture.Cluster.WriteConnectionString, "SELECT value FROM kept") == 7);
        Assert.Equal(ProcessState.Stopped, Status(nodes.Primary.PatroniProcess).State);

        nodes.Primary.Release();
        NodeView after = await fixture.PrimaryAndReplicasAsync();
        Assert.NotEqual(nodes.Primary, after.Primary);
        await ClusterFixture.ExecuteAsync(fixture.Cluster.WriteConnectionString, "DROP TABLE kept");
    }

    [Fact]
    public async Task A_paused_primary_does_not_resume_as_primary()
    {
        NodeView nodes = await fixture.PrimaryAndReplicasAsync();
        nodes.Primary.Pause();
        await ClusterFixture.UntilAsync("Nobody took over", async () =>
        {
            await ClusterFixture.ExecuteAsync(fixture.Cluster.WriteConnectionString, "CREATE TABLE after_the_freeze AS SELECT 7 AS value");
            return true;
        });
        nodes.Primary.Resume();
        NodeView after = await fixture.PrimaryAndReplicasAsync();
        Assert.NotEqual(nodes.Primary, after.Primary);
        Assert.Equal(7, await ClusterFixture.ScalarAsync<int>(fixture.Cluster.WriteConnectionString, "SELECT value FROM after_the_freeze"));
        Assert.Equal(7, await ClusterFixture.ScalarAsync<int>(nodes.Primary.ServerConnectionString, "SELECT value FROM after_the_freeze"));
        await ClusterFixture.ExecuteAsync(fixture.Cluster.WriteConnectionString, "DROP TABLE after_the_freeze");
    }

    [Fact]
    public async Task A_switchover_makes_the_chosen_node_the_primary()
    {
        await fixture.HealthyAsync();
        ClusterStatus status = await fixture.Cluster.StatusAsync();
        ClusterNode standby = fixture.Cluster.Node(status.Nodes.First(node => node.Role == NodeRole.SyncStandby).Name);
        await fixture.Cluster.SwitchoverAsync(standby);
        await fixture.HealthyAsync();
        Assert.Equal(standby.Address, (await ClusterFixture.AskAsync(fixture.Cluster.WriteConnectionString)).Address);
    }

    [Fact]
    public async Task A_replica_with_paused_replay_serves_old_data_until_it_resumes()
    {
        NodeView nodes = await fixture.PrimaryAndReplicasAsync();
        ClusterNode replica = nodes.Replicas[0];
        replica.PauseReplay();
        await ClusterFixture.ExecuteAsync(fixture.Cluster.WriteConnectionString, "CREATE TABLE late ()");
        await ClusterFixture.UntilAsync("The other replica did not replay", () => ExistsAsync(nodes.Replicas[1]));
        Assert.False(await ExistsAsync(replica));
        replica.ResumeReplay();
        await ClusterFixture.UntilAsync("Replay did not go on", () => ExistsAsync(replica));
        await ClusterFixture.ExecuteAsync(fixture.Cluster.WriteConnectionString, "DROP TABLE late");

        static Task<bool> ExistsAsync(ClusterNode node) =>
            ClusterFixture.ScalarAsync<bool>(node.ServerConnectionString, "SELECT to_regclass('late') IS NOT NULL");
    }

    [Fact]
    public async Task A_replica_with_a_stalled_wal_sender_receives_nothing()
    {
        await fixture.HealthyAsync();
        ClusterStatus status = await fixture.Cluster.StatusAsync();
        ClusterNode replica = fixture.Cluster.Node(status.Nodes.First(node => node.Role == NodeRole.Replica).Name);
        await fixture.Cluster.StallWalSenderAsync(replica);
        const string received = "SELECT (pg_last_wal_receive_lsn() - '0/0')::bigint";
        decimal before = await ClusterFixture.ScalarAsync<long>(replica.ServerConnectionString, received);

        await ClusterFixture.ExecuteAsync(fixture.Cluster.WriteConnectionString, "CREATE TABLE unsent ()");
        Assert.Equal(before, await ClusterFixture.ScalarAsync<long>(replica.ServerConnectionString, received));

        await fixture.Cluster.ResumeWalSenderAsync(replica);
        await ClusterFixture.UntilAsync(
            "WAL did not flow again",
            async () => await ClusterFixture.ScalarAsync<long>(replica.ServerConnectionString, received) > before);
        await ClusterFixture.ExecuteAsync(fixture.Cluster.WriteConnectionString, "DROP TABLE unsent");
    }

    [Fact]
    public async Task A_paused_node_is_unreachable_and_recovers()
    {
        NodeView nodes = await fixture.PrimaryAndReplicasAsync();
        ClusterNode replica = nodes.Replicas[1];
        replica.Pause();
        NodeStatus frozen = (await fixture.Cluster.StatusAsync()).Nodes.Single(node => node.Name == replica.Name);
        Assert.Equal("unreachable", frozen.State);
        replica.Resume();
        await fixture.HealthyAsync();
    }

    private ProcessStatus Status(string process) => fixture.Cluster.Processes.Status().Single(status => status.Name == process);

    private Task UntilRestartedAsync(string process, ProcessStatus before)
    {
        return ClusterFixture.UntilAsync($"{process} was not started again", () =>
        {
            ProcessStatus now = Status(process);
            return Task.FromResult(
                now.State == ProcessState.Running && now.Restarts == before.Restarts + 1 && now.Process != before.Process
                    && now.LastExitCode == 137);
        });
    }
}
