using Npgsql;
using Tracker.Cluster.Configuration;
using Tracker.Cluster.Nodes;
using Tracker.Cluster.Primitives;
using Tracker.Cluster.Processes;

namespace Tracker.Cluster;

/// <summary>
/// A real cluster of ordinary processes on this machine: etcd, HAProxy, and nodes that each run PostgreSQL, Patroni and PgBouncer.
/// Configured by the files of deploy/ and run by a <see cref="Supervisor"/>.
/// </summary>
public sealed class LocalCluster : IAsyncDisposable
{
    private readonly ClusterLayout _layout;
    private Supervisor? _supervisor;

    internal LocalCluster(ClusterOptions options, ClusterCredentials credentials, ClusterLayout layout)
    {
        _layout = layout;
        Options = options;
        Credentials = credentials;
        Processes = new ProcessDirectory(layout.SupervisorDirectory);
        Nodes = [.. Enumerable.Range(1, options.Nodes).Select(number => new ClusterNode(number, options, credentials, layout, Processes))];
        Patroni = new PatroniClient(credentials.Patroni);
        ProxyStats = new ProxyStats(new Uri($"http://{options.Addresses.Proxy}:{options.Ports.Stats}"), credentials.ProxyStats);
        Health = new ClusterHealth(this);
    }

    public ClusterOptions Options { get; }

    public ClusterCredentials Credentials { get; }

    public IReadOnlyList<ClusterNode> Nodes { get; }

    /// <summary>The supervised processes: those of the cluster and those that are added, such as workers.</summary>
    public ProcessDirectory Processes { get; }

    /// <summary>The environment variables that connect a service to the cluster.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["POSTGRES_SERVER"] = Options.Addresses.Proxy,
        ["POSTGRES_PORT"] = $"{Options.Ports.Write}",
        ["POSTGRES_READ_PORT"] = $"{Options.Ports.Read}",
        ["POSTGRES_DB"] = "tracker",
        ["POSTGRES_USER"] = "tracker",
        ["POSTGRES_PASSWORD"] = Credentials.Writer,
        ["POSTGRES_READ_USER"] = "tracker_read",
        ["POSTGRES_READ_PASSWORD"] = Credentials.Reader,
    };

    /// <summary>Through HAProxy to the primary, as <c>tracker</c>.</summary>
    public string WriteConnectionString => Connection(Options.Ports.Write, "tracker", Credentials.Writer);

    /// <summary>Through HAProxy to the replicas, as <c>tracker_read</c>.</summary>
    public string ReadConnectionString => Connection(Options.Ports.Read, "tracker_read", Credentials.Reader);

    /// <summary>HAProxy's stats page. The user is <c>admin</c>; the password is in <see cref="Credentials"/>.</summary>
    public Uri StatsPage => new($"http://{Options.Addresses.Proxy}:{Options.Ports.Stats}/");

    internal PatroniClient Patroni { get; }

    internal ProxyStats ProxyStats { get; }

    internal ClusterHealth Health { get; }

    /// <summary>
    /// Starts the parts of the cluster that are not running and waits until it is healthy. Keeps the data of an earlier run and
    /// first stops processes that a killed run left behind.
    /// </summary>
    public static async Task<LocalCluster> StartAsync(
        ClusterOptions options, IProgress<string>? progress = null, CancellationToken ct = default)
    {
        options.Validate();
        DebianTools.RequireAll();
        ClusterLayout layout = new(options.StateDirectory);
        using FileStream held = await ClusterLock.AcquireAsync(layout, ct);
        ClusterStart start = new(options, layout, progress ?? new Progress<string>());
        LocalCluster cluster = start.Prepare();
        try
        {
            cluster._supervisor = await start.SuperviseAsync(cluster, ct);
            await start.RunAsync(cluster, ct);
            ClusterStartLog.Append(options.StateDirectory);
            return cluster;
        }
        catch
        {
            // A daemon's cluster stays for inspection. The caller could not stop one that runs in this process.
            if (cluster._supervisor is not null)
                await cluster._supervisor.DisposeAsync();
            throw;
        }
    }

    /// <summary>The cluster of a state directory, running or stopped; null if none was started there.</summary>
    public static LocalCluster? Open(string stateDirectory)
    {
        ClusterLayout layout = new(stateDirectory);
        return StateJson.Read<ClusterOptions>(layout.OptionsFile) is { } options
            && StateJson.Read<ClusterCredentials>(layout.CredentialsFile) is { } credentials
            ? new LocalCluster(options, credentials, layout)
            : null;
    }

    /// <summary>
    /// Stops the workers, the proxies, the replicas, the primary, etcd and the supervisor, in this order. Keeps the data.
    /// </summary>
    public async Task StopAsync(IProgress<string>? progress = null, CancellationToken ct = default)
    {
        using FileStream held = await ClusterLock.AcquireAsync(_layout, ct);
        await StopLockedAsync(progress ?? new Progress<string>(), ct);
    }

    /// <summary>Stops the cluster and deletes its data, secrets and logs.</summary>
    public async Task WipeAsync(IProgress<string>? progress = null, CancellationToken ct = default)
    {
        using FileStream held = await ClusterLock.AcquireAsync(_layout, ct);
        await StopLockedAsync(progress ?? new Progress<string>(), ct);
        _layout.Delete();
    }

    /// <summary>Stops a cluster that is supervised in this process. A daemon's cluster keeps running.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_supervisor is not null)
            await StopAsync();
    }

    public async Task<ClusterStatus> StatusAsync(CancellationToken ct = default)
    {
        return new ClusterStatus(await Health.NodesAsync(ct), Processes.Status(), Processes.IsSupervised);
    }

    /// <summary>Finds a node by name.</summary>
    /// <param name="name">node1, node2, ...</param>
    public ClusterNode Node(string name)
    {
        return Nodes.FirstOrDefault(node => node.Name == name)
            ?? throw new ClusterException(
                $"There is no node \"{name}\". The nodes are {string.Join(", ", Nodes.Select(node => node.Name))}.");
    }

    /// <summary>Waits for a node that accepts writes according to Patroni.</summary>
    public Task<ClusterNode> WaitForPrimaryAsync(TimeSpan deadline, CancellationToken ct = default) =>
        Health.WaitForPrimaryAsync(deadline, ct);

    /// <summary>Waits for a primary, the given number of streaming replicas, and HAProxy to route to them.</summary>
    public Task WaitForHealthyAsync(int replicas, TimeSpan deadline, CancellationToken ct = default) =>
        Health.WaitAsync(replicas, deadline, ct);

    /// <summary>Performs a planned switchover to another node.</summary>
    public async Task SwitchoverAsync(ClusterNode to, CancellationToken ct = default)
    {
        ClusterNode from = await WaitForPrimaryAsync(TimeSpan.FromSeconds(10), ct);
        await Patroni.SendAsync(HttpMethod.Post, new Uri(from.Patroni, "/switchover"), new { leader = from.Name, candidate = to.Name }, ct);
        await Condition.WaitAsync($"{to.Name} did not become the primary", TimeSpan.FromSeconds(30),
            async token => await Patroni.IsPrimaryAsync(to.Patroni, token) ? null : LogFile.Tail(_layout.Log(to.PatroniProcess)), ct);
    }

    /// <summary>Restarts PostgreSQL on a node through Patroni.</summary>
    public Task RestartAsync(ClusterNode node, CancellationToken ct = default) =>
        Patroni.SendAsync(HttpMethod.Post, new Uri(node.Patroni, "/restart"), new { }, ct);

    /// <summary>Sends SIGKILL to a supervised process, such as "haproxy", "etcd" or a worker.</summary>
    public void Kill(string process) => Signal(process, ProcessSignal.Kill);

    /// <summary>Sends SIGSTOP to a supervised process.</summary>
    public void Pause(string process) => Signal(process, ProcessSignal.Stop);

    public void Resume(string process) => Signal(process, ProcessSignal.Continue);

    /// <summary>
    /// Pauses the primary's WAL sender of a replica until <see cref="ResumeWalSenderAsync"/>, or until the replica reconnects
    /// after a minute.
    /// </summary>
    public async Task StallWalSenderAsync(ClusterNode replica, CancellationToken ct = default)
    {
        int signalled = await SignalWalSenderAsync(replica, ProcessSignal.Stop, ct);
        if (signalled == 0)
            throw new ClusterException($"No WAL sender of the primary serves {replica.Name}.");
    }

    public Task ResumeWalSenderAsync(ClusterNode replica, CancellationToken ct = default) =>
        SignalWalSenderAsync(replica, ProcessSignal.Continue, ct);

    internal string LogOf(string process) => _layout.Log(process);

    private async Task StopLockedAsync(IProgress<string> progress, CancellationToken ct)
    {
        await new ClusterStop(this, progress).RunAsync(ct);
        if (_supervisor is not null)
            await _supervisor.DisposeAsync();
        else
            await SupervisorDaemon.StopAsync(_layout.SupervisorDirectory, progress, ct);
        _supervisor = null;
    }

    private async Task<int> SignalWalSenderAsync(ClusterNode replica, ProcessSignal signal, CancellationToken ct)
    {
        ClusterNode primary = await WaitForPrimaryAsync(TimeSpan.FromSeconds(10), ct);
        await using NpgsqlConnection connection = new(primary.ServerConnectionString);
        await connection.OpenAsync(ct);
        await using NpgsqlCommand command = new("SELECT pid FROM pg_stat_replication WHERE application_name = $1", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = replica.Name });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(ct);
        int signalled = 0;
        while (await reader.ReadAsync(ct))
        {
            if (primary.Server.Child(reader.GetInt32(0))?.Identity.Signal(signal) == true)
                signalled++;
        }

        return signalled;
    }

    private void Signal(string process, ProcessSignal signal)
    {
        if (Processes.Running(process) is not { } running || !running.Signal(signal))
            throw new ClusterException($"\"{process}\" is not running. Supervised processes: {string.Join(", ", Processes.Names())}.");
    }

    private string Connection(int port, string user, string password)
    {
        return new NpgsqlConnectionStringBuilder
        {
            Host = Options.Addresses.Proxy,
            Port = port,
            Database = "tracker",
            Username = user,
            Password = password,
            NoResetOnClose = true, // PgBouncer's transaction pooling
            MaxAutoPrepare = 0,
            Pooling = false,
            Timeout = 5,
            ApplicationName = "tracker-cluster",
        }.ConnectionString;
    }
}
