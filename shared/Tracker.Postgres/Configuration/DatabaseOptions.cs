namespace EFCore.ReadWriteSplitting.Configuration;

/// <summary>The cluster's address, the credentials, the timeouts and the limits. <see cref="DatabaseSettings"/> reads them.</summary>
public sealed record DatabaseOptions
{
    /// <summary>Host of both ports (<c>POSTGRES_SERVER</c>): a proxy such as HAProxy, or the only server.</summary>
    public required string Server { get; init; }

    /// <summary>Port that leads to the primary (<c>POSTGRES_PORT</c>, 5432).</summary>
    public int Port { get; init; } = 5432;

    /// <summary>Port that leads to the replicas (<c>POSTGRES_READ_PORT</c>, 5433).</summary>
    public int ReadPort { get; init; } = 5433;

    /// <summary>Host of the read port (<c>POSTGRES_READ_SERVER</c>); <see cref="Server"/> by default.</summary>
    public string? ReadServer { get; init; }

    /// <summary>
    /// The nodes, each <c>host:port</c>, if there is no proxy (<c>POSTGRES_HOSTS</c>, comma-separated). The library finds the primary
    /// among them. If empty, <see cref="Server"/> and its two ports lead to the nodes.
    /// </summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>User that writes (<c>POSTGRES_USER</c>).</summary>
    public required string User { get; init; }

    /// <summary>Its password (<c>POSTGRES_PASSWORD</c> or <c>POSTGRES_PASSWORD_FILE</c>).</summary>
    public required string Password { get; init; }

    /// <summary>
    /// User that reads (<c>POSTGRES_READ_USER</c>); <see cref="User"/> by default. With a user of their own, reads never take PgBouncer
    /// slots from writes.
    /// </summary>
    public string? ReadUser { get; init; }

    /// <summary>Password of <see cref="ReadUser"/> (<c>POSTGRES_READ_PASSWORD</c>).</summary>
    public string? ReadPassword { get; init; }

    /// <summary>Database (<c>POSTGRES_DB</c>).</summary>
    public required string Database { get; init; }

    /// <summary>Encryption and certificates (<c>POSTGRES_SSLMODE</c> and others), for all connections.</summary>
    public TlsOptions Tls { get; init; } = new();

    /// <summary>
    /// Whether reads go to replicas. False sends every read to the primary (<c>DATABASE_READ_SPLIT=off</c>), for emergencies.
    /// </summary>
    public bool ReadSplit { get; init; } = true;

    /// <summary>Shown in <c>pg_stat_activity</c>; the service's name.</summary>
    public string ApplicationName { get; init; } = "readwritesplitting";

    /// <summary>
    /// Prefix of the setting names in error messages, such as <c>DATABASE_</c>; see <see cref="DatabaseSettings"/>. This documentation
    /// names the settings with the default prefix.
    /// </summary>
    public string SettingPrefix { get; init; } = DatabaseSettings.DefaultPrefix;

    /// <summary>Connections in the write pool, 1 to 500 (<c>DATABASE_WRITE_POOL</c>, 10). The read pool has twice as many.</summary>
    public int WritePoolSize { get; init; } = 10;

    /// <summary>Connections in the read pool: twice <see cref="WritePoolSize"/>.</summary>
    public int ReadPoolSize => 2 * WritePoolSize;

    /// <summary>Timeout for opening a physical connection, 1 s to 60 s (<c>DATABASE_CONNECT_TIMEOUT</c>, 5 s).</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Timeout for getting a connection from the pool, 1 s to 10 min (<c>DATABASE_POOL_TIMEOUT</c>, 30 s).</summary>
    public TimeSpan PoolTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Timeout per statement, 1 s to 10 min (<c>DATABASE_COMMAND_TIMEOUT</c>, 30 s).</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long COMMIT may take, 1 s to 10 min (<c>DATABASE_COMMIT_TIMEOUT</c>, 60 s). It must exceed the time after which the cluster
    /// replaces a synchronous standby that hangs, because COMMIT waits for it. COMMIT is never cancelled, which would acknowledge a commit
    /// that is only local: its connection is closed, and a retry determines the outcome. If the caller cancels, COMMIT gets at most another
    /// 5 s.
    /// </summary>
    public TimeSpan CommitTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Age at which a pooled connection is closed, 10 s to 1 day (<c>DATABASE_CONNECTION_LIFETIME</c>, 60 s). Behind a proxy, a node that
    /// returns gets new connections only as old ones are closed.
    /// </summary>
    public TimeSpan ConnectionLifetime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Idle time before a keepalive is sent, 1 s to 10 min (<c>DATABASE_KEEPALIVE</c>, 30 s). It must be longer than
    /// <see cref="IdleInTransactionTimeout"/>, because a keepalive resets the server's timer of an idle transaction.
    /// </summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Timeout for acquiring a lock in a write, 100 ms to 10 min (<c>DATABASE_LOCK_TIMEOUT</c>, 15 s).</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Time that a write transaction may be idle before the server terminates it, 1 s to 10 min
    /// (<c>DATABASE_IDLE_IN_TRANSACTION_TIMEOUT</c>, 10 s). It bounds how long a hung writer holds its locks.
    /// </summary>
    public TimeSpan IdleInTransactionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a unit of work is retried, 1 s to 1 h (<c>DATABASE_RETRY_DEADLINE</c>, 90 s). It should exceed the duration of a failover.
    /// Counted anew when the answer to a COMMIT is lost, once: a retry then determines the outcome.
    /// </summary>
    public TimeSpan RetryDeadline { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>
    /// How long a read waits for a replica to catch up before it falls back to the primary, 0 to 1 min
    /// (<c>DATABASE_REPLICA_WAIT</c>, 500 ms).
    /// </summary>
    public TimeSpan ReplicaWait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Maximum number of concurrent reads per process that fall back to the primary because no replica can serve them, 1 to 500
    /// (<c>DATABASE_FALLBACK_LIMIT</c>, 5).
    /// </summary>
    public int FallbackLimit { get; init; } = 5;

    /// <summary>How long a read waits for a fallback slot, 0 to 1 min (<c>DATABASE_FALLBACK_WAIT</c>, 2 s).</summary>
    public TimeSpan FallbackWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Interval between probes of each node, 50 ms to 10 s (<c>DATABASE_MONITOR_INTERVAL</c>, 250 ms).</summary>
    public TimeSpan MonitorInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Timeout per probe, 100 ms to 10 s (<c>DATABASE_PROBE_TIMEOUT</c>, 1 s).</summary>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The lag at which a warning is logged, and the lag at which a replica counts as lagging.</summary>
    public LagLimits LagLimits { get; init; } = LagLimits.Default;

    /// <summary>A scope held for longer is logged with its call site, 1 s to 1 h (<c>DATABASE_SCOPE_LIMIT</c>, 60 s).</summary>
    public TimeSpan ScopeLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Returns the options without the passwords.</summary>
    public override string ToString() => Hosts.Count > 0
        ? $"{User}@{string.Join(',', Hosts)}/{Database} (reads: {ReadUser ?? User})"
        : $"{User}@{Server}:{Port}/{Database} (reads: {ReadUser ?? User}@{ReadServer ?? Server}:{ReadPort})";
}
