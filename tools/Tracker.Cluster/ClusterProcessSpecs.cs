using Tracker.Cluster.Configuration;
using Tracker.Cluster.Networks;
using Tracker.Cluster.Nodes;
using Tracker.Cluster.Processes;

namespace Tracker.Cluster;

/// <summary>The process specifications of a cluster.</summary>
internal sealed class ClusterProcessSpecs(ClusterOptions options, ClusterLayout layout, ClusterFiles files)
{
    public const string Etcd = "etcd";
    public const string Proxy = "haproxy";

    /// <summary>Processes with a lower stop order are clients of the cluster.</summary>
    public const int FirstStopOrder = 100;

    public ProcessSpec EtcdServer() => Spec(Etcd, DebianTools.Etcd, ["--config-file", files.EtcdConfiguration], FirstStopOrder + 3);

    public ProcessSpec ProxyServer() => Spec(Proxy, DebianTools.Proxy, ["-db", "-f", files.ProxyConfiguration], FirstStopOrder);

    public ProcessSpec PgBouncer(ClusterNode node) =>
        OfNode(node, Spec(node.PgBouncerProcess, DebianTools.PgBouncer, [files.PgBouncerConfiguration(node.Name)], FirstStopOrder + 1));

    /// <summary>Patroni shuts down its server first, which performs a checkpoint.</summary>
    public ProcessSpec Patroni(ClusterNode node) =>
        OfNode(node, Spec(node.PatroniProcess, DebianTools.Patroni, [files.PatroniConfiguration(node.Name)], FirstStopOrder + 2)) with
        {
            StopTimeout = TimeSpan.FromSeconds(40),
        };

    private ProcessSpec OfNode(ClusterNode node, ProcessSpec spec) =>
        spec with { NetworkNamespace = options.UseNetworkNamespaces ? PrivateNetwork.NamespaceOf(node.Name) : null };

    private ProcessSpec Spec(string name, string executable, string[] arguments, int stopOrder)
    {
        return new ProcessSpec
        {
            Name = name,
            Executable = executable,
            Arguments = arguments,
            User = layout.User?.Name,
            WorkingDirectory = layout.Data,
            LogFile = layout.Log(name),
            StopOrder = stopOrder,
        };
    }
}
