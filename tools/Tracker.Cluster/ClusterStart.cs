using Tracker.Cluster.Configuration;
using Tracker.Cluster.Nodes;
using Tracker.Cluster.Primitives;
using Tracker.Cluster.Processes;

namespace Tracker.Cluster;

/// <summary>Starts a cluster from scratch or from the state that an earlier run left.</summary>
internal sealed class ClusterStart(ClusterOptions options, ClusterLayout layout, IProgress<string> progress)
{
    private readonly BootstrapCleanup _bootstrap = new(layout, progress);

    /// <summary>Creates directories, secrets and configuration files.</summary>
    public LocalCluster Prepare()
    {
        string[] nodes = [.. Enumerable.Range(1, options.Nodes).Select(number => $"node{number}")];
        layout.Create(nodes);
        if (StateJson.Read<ClusterCredentials>(layout.CredentialsFile) is not { } credentials)
        {
            credentials = ClusterCredentials.Generate();
            PrivateFile.Write(layout.CredentialsFile, StateJson.Write(credentials));
        }

        PrivateFile.Write(layout.OptionsFile, StateJson.Write(options));
        Files(credentials).WriteAll([.. nodes.Select((name, index) => (name, options.Addresses.Node(index + 1)))]);
        return new LocalCluster(options, credentials, layout);
    }

    /// <summary>Starts a supervisor unless one is running. Returns it if it runs in this process.</summary>
    public async Task<Supervisor?> SuperviseAsync(LocalCluster cluster, CancellationToken ct)
    {
        if (cluster.Processes.IsSupervised)
            return null;
        await Supervisor.StopOrphansAsync(cluster.Processes, progress);
        await _bootstrap.CleanAsync(cluster.Nodes);
        RequireFreeAddresses();
        if (options.Supervisor is null)
            return await Supervisor.StartAsync(cluster.Processes, new Progress<string>());
        await SupervisorDaemon.LaunchAsync(layout.SupervisorDirectory, options.Supervisor, ct);
        return null;
    }

    public async Task RunAsync(LocalCluster cluster, CancellationToken ct)
    {
        ClusterProcessSpecs specs = new(options, layout, Files(cluster.Credentials));
        cluster.Processes.Add(specs.EtcdServer());
        cluster.Processes.Add(specs.ProxyServer());
        foreach (ClusterNode node in cluster.Nodes)
            cluster.Processes.Add(specs.PgBouncer(node));

        bool isNew = !_bootstrap.HasBootstrapped;
        if (isNew)
        {
            // Replicas start after the bootstrap: before it, they would retry only once per loop_wait.
            progress.Report($"bootstrapping {cluster.Nodes[0].Name}");
            cluster.Processes.Add(specs.Patroni(cluster.Nodes[0]));
            await cluster.WaitForPrimaryAsync(options.StartTimeout, ct);
            _bootstrap.MarkBootstrapped();
        }

        foreach (ClusterNode node in cluster.Nodes)
            cluster.Processes.Add(specs.Patroni(node));
        await using PatroniWakeup waker = new(cluster.Nodes, cluster.Patroni, cluster.Options);
        progress.Report(
            cluster.Nodes.Count == 1 ? "waiting for the primary" : $"waiting for the primary and {cluster.Nodes.Count - 1} replicas");
        await cluster.WaitForHealthyAsync(cluster.Nodes.Count - 1, options.StartTimeout, ct);
        if (!isNew)
            await ApplySettingsAsync(cluster, ct);
        progress.Report(
            $"the cluster is up: writes on {options.Addresses.Proxy}:{options.Ports.Write}, reads on {options.Addresses.Proxy}:{options.Ports.Read}");
    }

    /// <summary>Patroni reads these settings from its file only when it bootstraps a cluster.</summary>
    private async Task ApplySettingsAsync(LocalCluster cluster, CancellationToken ct)
    {
        ClusterNode primary = await cluster.WaitForPrimaryAsync(options.StartTimeout, ct);
        await cluster.Patroni.ConfigureAsync(primary.Patroni, options, ct);
    }

    private ClusterFiles Files(ClusterCredentials credentials) => new(options, credentials, layout);

    private void RequireFreeAddresses()
    {
        (ClusterAddresses addresses, ClusterPorts ports) = (options.Addresses, options.Ports);
        List<(string Address, int Port)> needed =
        [
            (addresses.Proxy, ports.Write), (addresses.Proxy, ports.Read), (addresses.Proxy, ports.Stats),
            (addresses.Etcd, ports.Etcd), (addresses.Etcd, ports.EtcdPeer),
            .. Enumerable.Range(1, options.Nodes).SelectMany(
                number => new[] { (addresses.Node(number), ports.PgBouncer), (addresses.Node(number), ports.Patroni) }),
        ];
        foreach ((string address, int port) in needed.Where(one => ClusterAddresses.IsListening(one.Address, one.Port)))
            throw new ClusterException(
                $"{address}:{port} is taken by another process (see: ss -ltnp 'sport = :{port}'). "
                + "Stop that process, or start the cluster on other addresses.");
    }
}
