using Tracker.Cluster.Configuration;
using Tracker.Cluster.Nodes;
using Tracker.Cluster.Primitives;
using Tracker.Cluster.Processes;

namespace Tracker.Cluster.Tests;

/// <summary>Clusters of one node, beside the one of the collection and beside each other.</summary>
[Collection("cluster")]
public sealed class LifecycleTests(ClusterFixture fixture) : IAsyncLifetime
{
    private readonly string _state = Directory.CreateTempSubdirectory("tracker-lifecycle-").FullName;
    private ClusterOptions _options = null!;

    public Task InitializeAsync()
    {
        _options = new ClusterOptions { StateDirectory = _state, Nodes = 1, Addresses = ClusterAddresses.Free(), Supervisor = Program.Supervise };
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        if (LocalCluster.Open(_state) is { } cluster)
            await cluster.WipeAsync();
        Directory.Delete(_state, recursive: true);
    }

    [Fact]
    public async Task A_cluster_outlives_its_killed_supervisor_until_the_next_start_takes_over_with_the_data()
    {
        LocalCluster cluster = await LocalCluster.StartAsync(_options);
        await ClusterFixture.ExecuteAsync(cluster.WriteConnectionString, "CREATE TABLE kept AS SELECT 7 AS value");
        ProcessIdentity orphan = cluster.Processes.Running("node1-patroni")!;
        ProcessIdentity server = cluster.Nodes[0].Server.Postmaster()!;

        cluster.Processes.Supervisor!.Signal(ProcessSignal.Kill);
        await ClusterFixture.UntilAsync("The supervisor did not die", () => Task.FromResult(!cluster.Processes.IsSupervised));
        Assert.True(orphan.IsAlive && server.IsAlive);
        Assert.All(cluster.Processes.Status(), status => Assert.Equal(ProcessState.Running, status.State));

        LocalCluster again = await LocalCluster.StartAsync(_options);
        Assert.False(orphan.IsAlive || server.IsAlive);
        Assert.Equal(7, await ClusterFixture.ScalarAsync<int>(again.WriteConnectionString, "SELECT value FROM kept"));
        Assert.False((await ClusterFixture.AskAsync(again.ReadConnectionString)).IsReplica);

        ProcessIdentity kept = again.Processes.Running("node1-patroni")!;
        await LocalCluster.StartAsync(_options);
        Assert.True(kept.IsAlive);
    }

    [Fact]
    public async Task Processes_of_a_killed_supervisor_are_stopped_without_a_start()
    {
        LocalCluster cluster = await LocalCluster.StartAsync(_options);
        List<ProcessIdentity> all = ProcessesOf(cluster);
        cluster.Processes.Supervisor!.Signal(ProcessSignal.Kill);
        cluster.Nodes[0].Kill(NodeComponent.Patroni); // and so leaves the server alone
        await LocalCluster.Open(_state)!.WipeAsync();
        Assert.All(all, process => Assert.False(process.IsAlive));
        Assert.Null(LocalCluster.Open(_state));
    }

    [Fact]
    public async Task Processes_of_a_supervisor_that_dies_during_the_stop_are_stopped_too()
    {
        LocalCluster cluster = await LocalCluster.StartAsync(_options);
        List<ProcessIdentity> all = ProcessesOf(cluster);
        // Killed processes are alive for a moment, and do nothing any more. So does a stopped one until it is killed.
        ProcessIdentity supervisor = cluster.Processes.Supervisor!;
        supervisor.Signal(ProcessSignal.Stop);
        KillOnProgress progress = new("stopping the proxies", supervisor);
        await LocalCluster.Open(_state)!.StopAsync(progress);
        Assert.True(progress.HasKilled);
        Assert.All(all, process => Assert.False(process.IsAlive));
    }

    private static List<ProcessIdentity> ProcessesOf(LocalCluster cluster) =>
        [.. cluster.Processes.Names().Select(name => cluster.Processes.Running(name)!), cluster.Nodes[0].Server.Postmaster()!];

    private sealed class KillOnProgress(string message, ProcessIdentity process) : IProgress<string>
    {
        public bool HasKilled { get; private set; }

        public void Report(string value) => HasKilled |= value == message && process.Signal(ProcessSignal.Kill);
    }

    [Fact]
    public async Task A_start_that_was_killed_during_the_bootstrap_is_repeated()
    {
        using CancellationTokenSource killed = new();
        Task<LocalCluster> start = LocalCluster.StartAsync(_options, null, killed.Token);
        ClusterLayout layout = new(_state);
        await ClusterFixture.UntilAsync(
            "initdb did not begin", () => Task.FromResult(File.Exists(Path.Combine(layout.PostgresData("node1"), "PG_VERSION"))));
        LocalCluster half = LocalCluster.Open(_state)!;
        half.Processes.Supervisor!.Signal(ProcessSignal.Kill);
        half.Kill("etcd");
        half.Nodes[0].Kill();
        await killed.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        await ClusterFixture.UntilAsync("The supervisor did not die", () => Task.FromResult(!half.Processes.IsSupervised));

        LocalCluster whole = await LocalCluster.StartAsync(_options, null, CancellationToken.None);
        Assert.Equal(1, await ClusterFixture.ScalarAsync<int>(whole.WriteConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task Addresses_in_use_are_named()
    {
        ClusterOptions options = (await fixture.HealthyAsync()).Options with { StateDirectory = _state };
        ClusterException refused = await Assert.ThrowsAsync<ClusterException>(() => LocalCluster.StartAsync(options));
        Assert.Contains($"{options.Addresses.Proxy}:5432 is taken", refused.Message, StringComparison.Ordinal);
    }
}
