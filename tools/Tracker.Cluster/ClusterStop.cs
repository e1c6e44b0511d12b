using Tracker.Cluster.Nodes;
using Tracker.Cluster.Processes;

namespace Tracker.Cluster;

/// <summary>Takes a cluster down so that nobody is promoted on the way: clients, proxies, replicas, the primary, etcd.</summary>
internal sealed class ClusterStop(LocalCluster cluster, IProgress<string> progress)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public async Task RunAsync(CancellationToken ct)
    {
        // What a drill froze can neither stop nor let others stop.
        foreach (ClusterNode node in cluster.Nodes)
            node.Resume();
        foreach (string name in cluster.Processes.Names())
            cluster.Processes.Running(name)?.Signal(ProcessSignal.Continue);
        if (cluster.Processes.IsSupervised)
            await StopSupervisedAsync(ct);
        else
            await Supervisor.EndLeftoversAsync(cluster.Processes, progress);

        // A server whose Patroni was killed runs on; a replica's first, for the same reason.
        foreach (ClusterNode node in cluster.Nodes.OrderByDescending(node => node.Server.Startup() is not null))
            await node.Server.StopAsync();
        foreach (string name in cluster.Processes.Names())
            cluster.Processes.Remove(name);
    }

    private async Task StopSupervisedAsync(CancellationToken ct)
    {
        IReadOnlyList<NodeStatus> nodes = await cluster.Health.NodesAsync(ct);
        string? primary = nodes.FirstOrDefault(node => node.Role == NodeRole.Primary)?.Name;
        string[] own = [ClusterSpecs.Etcd, ClusterSpecs.Proxy, .. cluster.Nodes.SelectMany(node => new[] { node.PatroniProcess, node.PgBouncerProcess })];

        await StopAsync("the workers", cluster.Processes.Names().Except(own), ct);
        await StopAsync("the proxies", cluster.Nodes.Select(node => node.PgBouncerProcess).Append(ClusterSpecs.Proxy), ct);
        // A synchronous standby stops once the primary has released it, in its next loop.
        await using PatroniWaker waker = new(cluster);
        await StopAsync("the replicas", cluster.Nodes.Where(node => node.Name != primary).Select(node => node.PatroniProcess), ct);
        await StopAsync("the primary", cluster.Nodes.Where(node => node.Name == primary).Select(node => node.PatroniProcess), ct);
        await StopAsync("etcd", [ClusterSpecs.Etcd], ct);
    }

    private async Task StopAsync(string what, IEnumerable<string> processes, CancellationToken ct)
    {
        string[] names = [.. processes];
        if (names.Length == 0)
            return;
        progress.Report($"stopping {what}");
        foreach (string name in names)
            cluster.Processes.Remove(name);
        await Condition.WaitAsync($"{what} did not stop", Deadline, _ =>
        {
            ProcessStatus? left = cluster.Processes.Status().FirstOrDefault(status => names.Contains(status.Name));
            return Task.FromResult(left is null ? null : $"{left.Name} is {left.State}; {LogFile.Tail(cluster.LogOf(left.Name))}");
        }, ct);
    }
}
