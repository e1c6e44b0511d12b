using Npgsql;
using Tracker.Cluster.Configuration;
using Tracker.Cluster.Networks;
using Tracker.Cluster.Primitives;
using Tracker.Cluster.Processes;

namespace Tracker.Cluster.Nodes;

/// <summary>A node of the cluster, and the faults that can be injected into it.</summary>
public sealed class ClusterNode
{
    private readonly ClusterOptions _options;
    private readonly ClusterCredentials _credentials;
    private readonly ProcessDirectory _processes;

    internal ClusterNode(
        int number, ClusterOptions options, ClusterCredentials credentials, ClusterLayout layout, ProcessDirectory processes)
    {
        (_options, _credentials, _processes) = (options, credentials, processes);
        Name = $"node{number}";
        Address = options.Addresses.Node(number);
        Server = new PostgresServer(layout.PostgresData(Name));
    }

    /// <summary>node1, node2, ...</summary>
    public string Name { get; }

    public string Address { get; }

    /// <summary>The supervised process of Patroni, which runs PostgreSQL.</summary>
    public string PatroniProcess => $"{Name}-patroni";

    public string PgBouncerProcess => $"{Name}-pgbouncer";

    /// <summary>Connects directly to PostgreSQL as superuser.</summary>
    public string ServerConnectionString => Connection(_options.Ports.Postgres, "postgres", _credentials.Superuser);

    /// <summary>Connects to this node's PgBouncer as the writing user, bypassing HAProxy.</summary>
    public string PgBouncerConnectionString => Connection(_options.Ports.PgBouncer, "tracker", _credentials.Writer);

    internal PostgresServer Server { get; }

    internal Uri Patroni => new($"http://{Address}:{_options.Ports.Patroni}");

    /// <summary>Sends SIGKILL. The supervisor or Patroni restarts the processes.</summary>
    public void Kill(NodeComponent part = NodeComponent.Node)
    {
        // Patroni first, because it would notice the death of the server.
        foreach (ProcessIdentity process in Supervised(part))
            process.Signal(ProcessSignal.Kill);
        if (part is NodeComponent.Node or NodeComponent.Server)
            Server.Kill();
    }

    /// <summary>Kills the whole node and keeps it down until <see cref="Release"/>.</summary>
    public void HoldDown()
    {
        Hold(true);
        Kill();
    }

    /// <summary>Ends <see cref="HoldDown"/>.</summary>
    public void Release() => Hold(false);

    /// <summary>Sends SIGSTOP. <see cref="Resume"/> ends the pause.</summary>
    public void Pause(NodeComponent part = NodeComponent.Node)
    {
        foreach (ProcessIdentity process in Supervised(part))
            process.Signal(ProcessSignal.Stop);
        if (part is NodeComponent.Node or NodeComponent.Server)
            Server.Pause();
    }

    public void Resume(NodeComponent part = NodeComponent.Node)
    {
        if (part is NodeComponent.Node or NodeComponent.Server)
            Server.Resume();
        foreach (ProcessIdentity process in Supervised(part))
            process.Signal(ProcessSignal.Continue);
    }

    /// <summary>
    /// Disconnects the node from the network until <see cref="Reconnect"/>. Requires
    /// <see cref="ClusterOptions.UseNetworkNamespaces"/>.
    /// </summary>
    public void Disconnect() => Connect(false);

    /// <summary>Ends <see cref="Disconnect"/>.</summary>
    public void Reconnect() => Connect(true);

    /// <summary>
    /// Pauses WAL replay on a replica, which continues to receive WAL and to serve reads. Patroni would undo
    /// pg_wal_replay_pause().
    /// </summary>
    public void PauseReplay() => Replay().Signal(ProcessSignal.Stop);

    public void ResumeReplay() => Replay().Signal(ProcessSignal.Continue);

    /// <summary>Sets recovery_min_apply_delay, which Patroni does not reset. <see cref="TimeSpan.Zero"/> removes the delay.</summary>
    public async Task DelayReplayAsync(TimeSpan delay, CancellationToken ct = default)
    {
        await using NpgsqlConnection connection = new(ServerConnectionString);
        await connection.OpenAsync(ct);
        // Separate commands: ALTER SYSTEM can't run inside a transaction block.
        foreach (string sql in new[]
        {
            delay == TimeSpan.Zero
                ? "ALTER SYSTEM RESET recovery_min_apply_delay"
                : $"ALTER SYSTEM SET recovery_min_apply_delay = {(long)delay.TotalMilliseconds}",
            "SELECT pg_reload_conf()",
        })
        {
            await using NpgsqlCommand command = new(sql, connection);
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>The client connections of this node's PgBouncer, including those of health checks and of this query.</summary>
    public Task<IReadOnlyList<PgBouncerClient>> PgBouncerClientsAsync(CancellationToken ct = default) =>
        PgBouncerConsole.ClientsAsync(Address, _options.Ports.PgBouncer, _credentials.PgBouncerStats, ct);

    private static bool Includes(NodeComponent part, NodeComponent one) => part == NodeComponent.Node || part == one;

    private ProcessIdentity Replay()
    {
        return Server.Startup() ?? throw new ClusterException($"{Name} is not replaying WAL because it is not a running replica.");
    }

    private void Connect(bool isConnected)
    {
        if (!_options.UseNetworkNamespaces)
            throw new ClusterException(
                $"{Name} has no network of its own: the cluster was started without {nameof(ClusterOptions)}.{nameof(ClusterOptions.UseNetworkNamespaces)}.");
        PrivateNetwork.Connect(Name, isConnected);
    }

    private IEnumerable<ProcessIdentity> Supervised(NodeComponent part)
    {
        if (Includes(part, NodeComponent.Patroni) && _processes.Running(PatroniProcess) is { } patroni)
            yield return patroni;
        if (Includes(part, NodeComponent.PgBouncer) && _processes.Running(PgBouncerProcess) is { } pgBouncer)
            yield return pgBouncer;
    }

    private void Hold(bool isHeldDown)
    {
        foreach (string name in new[] { PatroniProcess, PgBouncerProcess })
        {
            ProcessSpec spec = _processes.Find(name) ?? throw new ClusterException(
                $"{name} does not belong to a running cluster. Start the cluster first.");
            _processes.Add(spec with { IsHeldDown = isHeldDown });
        }
    }

    private string Connection(int port, string user, string password)
    {
        return new NpgsqlConnectionStringBuilder
        {
            Host = Address,
            Port = port,
            Database = "tracker",
            Username = user,
            Password = password,
            Pooling = false,
            NoResetOnClose = true,
            Timeout = 5,
            ApplicationName = "tracker-cluster",
        }.ConnectionString;
    }
}
