using Npgsql;
using Tracker.Cluster.Configuration;
using Tracker.Cluster.Networks;
using Tracker.Cluster.Processes;

namespace Tracker.Cluster.Nodes;

/// <summary>One node of the cluster, and the faults that can be made on it.</summary>
public sealed class ClusterNode
{
    private readonly ClusterOptions _options;
    private readonly ClusterCredentials _credentials;
    private readonly ProcessDirectory _processes;

    internal ClusterNode(int number, ClusterOptions options, ClusterCredentials credentials, ClusterLayout layout, ProcessDirectory processes)
    {
        (_options, _credentials, _processes) = (options, credentials, processes);
        Name = $"node{number}";
        Address = options.Addresses.Node(number);
        Server = new PostgresServer(layout.PostgresData(Name));
    }

    /// <summary>node1, node2, ...</summary>
    public string Name { get; }

    public string Address { get; }

    /// <summary>The supervised process that runs PostgreSQL.</summary>
    public string PatroniProcess => $"{Name}-patroni";

    public string PgBouncerProcess => $"{Name}-pgbouncer";

    /// <summary>Straight to PostgreSQL as its superuser, to look at the node or to break it.</summary>
    public string ServerConnectionString => Connection(_options.Ports.Postgres, "postgres", _credentials.Superuser);

    /// <summary>To this node's PgBouncer as the writer, past HAProxy.</summary>
    public string PgBouncerConnectionString => Connection(_options.Ports.PgBouncer, "tracker", _credentials.Writer);

    internal PostgresServer Server { get; }

    internal Uri Patroni => new($"http://{Address}:{_options.Ports.Patroni}");

    /// <summary>kill -9. The supervisor, or Patroni, starts again what died.</summary>
    public void Kill(NodePart part = NodePart.Node)
    {
        // Patroni first: it would notice the server's death.
        foreach (ProcessIdentity process in Supervised(part))
            process.Signal(ProcessSignal.Kill);
        if (part is NodePart.Node or NodePart.Server)
            Server.Kill();
    }

    /// <summary>kill -9 of the whole node, which stays down until <see cref="Release"/>.</summary>
    public void HoldDown()
    {
        Hold(true);
        Kill();
    }

    /// <summary>Ends <see cref="HoldDown"/>.</summary>
    public void Release() => Hold(false);

    /// <summary>SIGSTOP, until <see cref="Resume"/>.</summary>
    public void Pause(NodePart part = NodePart.Node)
    {
        foreach (ProcessIdentity process in Supervised(part))
            process.Signal(ProcessSignal.Stop);
        if (part is NodePart.Node or NodePart.Server)
            Server.Pause();
    }

    public void Resume(NodePart part = NodePart.Node)
    {
        if (part is NodePart.Node or NodePart.Server)
            Server.Resume();
        foreach (ProcessIdentity process in Supervised(part))
            process.Signal(ProcessSignal.Continue);
    }

    /// <summary>Cuts the node off from everybody, as when its cable is pulled, until <see cref="Heal"/>. Only with <see cref="ClusterOptions.HasCables"/>.</summary>
    public void Cut() => Connect(false);

    /// <summary>Ends <see cref="Cut"/>.</summary>
    public void Heal() => Connect(true);

    /// <summary>Stops the replay of WAL on a replica; it goes on receiving and serving reads. Patroni would undo pg_wal_replay_pause().</summary>
    public void PauseReplay() => Replay().Signal(ProcessSignal.Stop);

    public void ResumeReplay() => Replay().Signal(ProcessSignal.Continue);

    /// <summary>A replica shows each commit only so long after it was made; <see cref="TimeSpan.Zero"/> ends this. Patroni leaves it alone.</summary>
    public async Task DelayReplayAsync(TimeSpan delay, CancellationToken ct = default)
    {
        await using NpgsqlConnection connection = new(ServerConnectionString);
        await connection.OpenAsync(ct);
        // Each by itself: ALTER SYSTEM refuses to be part of a transaction.
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

    /// <summary>The connections that this node's PgBouncer has to clients, its own check's and this question's included.</summary>
    public Task<IReadOnlyList<PoolerClient>> PoolerClientsAsync(CancellationToken ct = default) =>
        PoolerConsole.ClientsAsync(Address, _options.Ports.PgBouncer, _credentials.PgBouncerStats, ct);

    private static bool Includes(NodePart part, NodePart one) => part == NodePart.Node || part == one;

    private ProcessIdentity Replay()
    {
        return Server.Startup() ?? throw new ClusterException($"{Name} replays no WAL: it is not a running replica.");
    }

    private void Connect(bool isConnected)
    {
        if (!_options.HasCables)
            throw new ClusterException($"{Name} has no cable that could be pulled: the cluster was started without {nameof(ClusterOptions)}.{nameof(ClusterOptions.HasCables)}.");
        PrivateNetwork.Connect(Name, isConnected);
    }

    private IEnumerable<ProcessIdentity> Supervised(NodePart part)
    {
        if (Includes(part, NodePart.Patroni) && _processes.Running(PatroniProcess) is { } patroni)
            yield return patroni;
        if (Includes(part, NodePart.PgBouncer) && _processes.Running(PgBouncerProcess) is { } pgBouncer)
            yield return pgBouncer;
    }

    private void Hold(bool isHeldDown)
    {
        foreach (string name in new[] { PatroniProcess, PgBouncerProcess })
        {
            ProcessSpec spec = _processes.Find(name) ?? throw new ClusterException($"{name} is not part of a started cluster. Start it first.");
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
