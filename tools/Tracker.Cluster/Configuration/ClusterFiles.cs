using System.Globalization;

namespace Tracker.Cluster.Configuration;

/// <summary>Renders the configuration files of a cluster from the templates in deploy/.</summary>
internal sealed class ClusterFiles(ClusterOptions options, ClusterCredentials credentials, ClusterLayout layout)
{
    public const string ClusterName = "tracker";

    public string EtcdConfiguration => Path.Combine(layout.Etcd, "etcd.yml");

    public string ProxyConfiguration => Path.Combine(layout.Proxy, "haproxy.cfg");

    public string PatroniConfiguration(string node) => Path.Combine(layout.Node(node), "patroni.yml");

    public string PgBouncerConfiguration(string node) => Path.Combine(layout.Node(node), "pgbouncer.ini");

    public void WriteAll(IReadOnlyList<(string Name, string Address)> nodes)
    {
        Dictionary<string, string> values = ClusterValues();
        Write(EtcdConfiguration, "etcd/etcd.yml", values);
        foreach ((string name, string address) in nodes)
        {
            Dictionary<string, string> node = NodeValues(values, name, address);
            Write(PatroniConfiguration(name), "patroni/patroni.yml", node);
            Write(Path.Combine(layout.Node(name), "post_bootstrap.sh"), "postgresql/post_bootstrap.sh", node);
            Write(Path.Combine(layout.Node(name), "roles.sql"), "postgresql/roles.sql", node);
            Write(PgBouncerConfiguration(name), "pgbouncer/pgbouncer.ini", node);
            Write(node["PGBOUNCER_USERLIST"], "pgbouncer/userlist.txt", node);
        }

        values["HAPROXY_WRITE_SERVERS"] = Servers("haproxy/write-server.cfg");
        values["HAPROXY_READ_SERVERS"] = Servers("haproxy/read-server.cfg");
        Write(ProxyConfiguration, "haproxy/haproxy.cfg", values);

        string Servers(string template) =>
            string.Concat(nodes.Select(node => DeployTemplate.Render(template, NodeValues(values, node.Name, node.Address)))).TrimEnd('\n');
    }

    private static string Seconds(TimeSpan time) => ((int)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private void Write(string path, string template, Dictionary<string, string> values) =>
        layout.Write(path, DeployTemplate.Render(template, values));

    private Dictionary<string, string> NodeValues(Dictionary<string, string> values, string name, string address)
    {
        return new Dictionary<string, string>(values)
        {
            ["NODE_NAME"] = name,
            ["NODE_ADDRESS"] = address,
            ["NODE_DATA_DIR"] = layout.PostgresData(name),
            ["NODE_PGPASS"] = Path.Combine(layout.Node(name), "pgpass"),
            ["POSTGRESQL_CONFIG_DIR"] = layout.Node(name),
            ["PGBOUNCER_USERLIST"] = Path.Combine(layout.Node(name), "userlist.txt"),
        };
    }

    private Dictionary<string, string> ClusterValues()
    {
        ClusterAddresses addresses = options.Addresses;
        ClusterPorts ports = options.Ports;
        return new Dictionary<string, string>
        {
            ["CLUSTER_NAME"] = ClusterName,
            ["CLIENT_NETWORK"] = addresses.Network,
            ["ETCD_NAME"] = "etcd",
            ["ETCD_DATA_DIR"] = layout.EtcdData,
            ["ETCD_ADDRESS"] = addresses.Etcd,
            ["ETCD_HOST"] = addresses.Etcd,
            ["ETCD_PORT"] = $"{ports.Etcd}",
            ["ETCD_PEER_PORT"] = $"{ports.EtcdPeer}",
            ["ETCD_HOSTS"] = $"{addresses.Etcd}:{ports.Etcd}",
            ["PATRONI_PORT"] = $"{ports.Patroni}",
            ["PATRONI_PASSWORD"] = credentials.Patroni,
            ["PATRONI_TTL"] = Seconds(options.TimeToLive),
            ["PATRONI_LOOP_WAIT"] = Seconds(options.LoopWait),
            ["PATRONI_RETRY_TIMEOUT"] = Seconds(options.RetryTimeout),
            ["SYNCHRONOUS_MODE"] = options.SynchronousMode ? "true" : "false",
            ["POSTGRES_PORT"] = $"{ports.Postgres}",
            ["POSTGRES_SHARED_BUFFERS"] = options.SharedBuffers,
            ["POSTGRES_SUPERUSER_PASSWORD"] = credentials.Superuser,
            ["POSTGRES_REPLICATION_PASSWORD"] = credentials.Replicator,
            ["POSTGRES_REWIND_PASSWORD"] = credentials.Rewind,
            ["POSTGRESQL_BIN_DIR"] = DebianTools.PostgresBin,
            ["TRACKER_VERIFIER"] = credentials.Verifier(credentials.Writer),
            ["TRACKER_READ_VERIFIER"] = credentials.Verifier(credentials.Reader),
            ["PGBOUNCER_STATS_VERIFIER"] = credentials.Verifier(credentials.PgBouncerStats),
            ["PGBOUNCER_PORT"] = $"{ports.PgBouncer}",
            ["HAPROXY_ADDRESS"] = addresses.Proxy,
            ["HAPROXY_NAMES"] = "", // addresses, not names
            ["HAPROXY_WRITE_PORT"] = $"{ports.Write}",
            ["HAPROXY_READ_PORT"] = $"{ports.Read}",
            ["HAPROXY_STATS_PORT"] = $"{ports.Stats}",
            ["HAPROXY_STATS_PASSWORD"] = credentials.ProxyStats,
        };
    }
}
