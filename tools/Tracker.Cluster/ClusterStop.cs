using Tracker.Cluster.Nodes;
using Tracker.Cluster.Primitives;
using Tracker.Cluster.Processes;

namespace Tracker.Cluster;

/// <summary>Stops a cluster without a promotion: first clients, then proxies, replicas, the primary, and etcd.</summary>
internal sealed class ClusterStop(LocalCluster cluster, IProgress<string> progress)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public async Task RunAsync(CancellationToken ct)
    {
        // A paused process can't stop, and others wait for it.
        foreach (ClusterNode node in cluster.Nodes)
            node.Resume();
        foreach (string name in cluster.Processes.Names())
            cluster.Processes.Running(name)?.Signal(ProcessSignal.Continue);
        if (cluster.Processes.IsSupervised)
            await StopSupervisedAsync(ct);

        // Also if the supervisor died in the meantime, since nobody else stops its processes then.
        if (!cluster.Processes.IsSupervised)
            await Supervisor.StopOrphansAsync(cluster.Processes, progress);

        // A server keeps running when its Patroni is killed. Replicas stop first, so that none is promoted.
        foreach (ClusterNode node in cluster.Nodes.OrderByDescending(node => node.Server.Startup() is not null))
            await node.Server.StopAsync();
        foreach (string name in cluster.Processes.Names())
            cluster.Processes.Remove(name);
    }

    private async Task StopSupervisedAsync(CancellationToken ct)
    {
        IReadOnlyList<NodeStatus> nodes = await cluster.Health.NodesAsync(ct);
        string? primary = nodes.FirstOrDefault(node => node.Role == NodeRole.Primary)?.Name;
        string[] own =
        [
            ClusterProcessSpecs.Etcd,
            ClusterProcessSpecs.Proxy,
            .. cluster.Nodes.SelectMany(node => new[] { node.PatroniProcess, node.PgBouncerProcess }),
        ];

        await StopAsync("the workers", cluster.Processes.Names().Except(own), ct);
        await StopAsync("the proxies", cluster.Nodes.Select(node => node.PgBouncerProcess).Append(ClusterProcessSpecs.Proxy), ct);
        // A synchronous standby stops after the primary has released it in its next loop.
        await using PatroniWakeup waker = new(cluster.Nodes, cluster.Patroni, cluster.Options);
        await StopAsync("the replicas", cluster.Nodes.Where(node => node.Name != primary).Select(node => node.PatroniProcess), ct);
        await StopAsync("the primary", cluster.Nodes.Where(node => node.Name == primary).Select(node => node.PatroniProcess), ct);
        await StopAsync("etcd", [ClusterProcessSpecs.Etcd], ct);
    }

    private async Task StopAsync(string what, IEnumerable<string> processes, CancellationToken ct)
    {
        string[] names = [.. processes];
        if (names.Length == 0 || !cluster.Processes.IsSupervised)
            return;
        progress.Report($"stopping {what}");
        foreach (string name in names)
            cluster.Processes.Remove(name);
        await Condition.WaitAsync($"{what} did not stop", Deadline, _ =>
        {
            ProcessStatus? left = cluster.Processes.Status().FirstOrDefault(status => names.Contains(status.Name));
            return Task.FromResult(left is null || !cluster.Processes.IsSupervised ? null : $"{left.Name} is {left.State}; {LogFile.Tail(cluster.LogOf(left.Name))}");
        }, ct);
    }
}
