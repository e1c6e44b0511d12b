namespace EFCore.ReadWriteSplitting.Configuration;

/// <summary>How to reach the cluster and how much to ask of it. Read by <see cref="DatabaseSettings"/>.</summary>
public sealed record DatabaseOptions
{
    /// <summary>Host that serves both ports (<c>POSTGRES_SERVER</c>): HAProxy, or the only server there is.</summary>
    public required string Server { get; init; }

    /// <summary>Port that leads to the primary (<c>POSTGRES_PORT</c>, 5432).</summary>
    public int Port { get; init; } = 5432;

    /// <summary>Port that leads to the replicas (<c>POSTGRES_READ_PORT</c>, 5433).</summary>
    public int ReadPort { get; init; } = 5433;

    /// <summary>Host of the read port where it is another one (<c>POSTGRES_READ_SERVER</c>); <see cref="Server"/> by default.</summary>
    public string? ReadServer { get; init; }

    /// <summary>
    /// The nodes, each <c>host:port</c>, where there is no proxy (<c>POSTGRES_HOSTS</c>, comma-separated): who is the primary is found
    /// out. Empty: <see cref="Server"/> and its two ports lead to them.
    /// </summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>User that writes (<c>POSTGRES_USER</c>).</summary>
    public required string User { get; init; }

    /// <summary>Its password (<c>POSTGRES_PASSWORD</c> or <c>POSTGRES_PASSWORD_FILE</c>).</summary>
    public required string Password { get; init; }

    /// <summary>User that reads (<c>POSTGRES_READ_USER</c>), so that reads never take the writers' PgBouncer slots; <see cref="User"/> by default.</summary>
    public string? ReadUser { get; init; }

    /// <summary>Password of <see cref="ReadUser"/> (<c>POSTGRES_READ_PASSWORD</c>).</summary>
    public string? ReadPassword { get; init; }

    /// <summary>Database (<c>POSTGRES_DB</c>).</summary>
    public required string Database { get; init; }

    /// <summary>False sends every read to the primary (<c>DATABASE_READ_SPLIT=off</c>): the switch to pull at night.</summary>
    public bool ReadSplit { get; init; } = true;

    /// <summary>Shown in <c>pg_stat_activity</c>; the service's name.</summary>
    public string ApplicationName { get; init; } = "readwritesplitting";

    /// <summary>
    /// What the names of the settings begin with that error messages name, such as <c>DATABASE_</c>; see <see cref="DatabaseSettings"/>.
    /// These pages name the settings with the default prefix.
    /// </summary>
    public string SettingPrefix { get; init; } = DatabaseSettings.DefaultPrefix;

    /// <summary>Connections in the write pool, 1 to 500 (<c>DATABASE_WRITE_POOL</c>, 10). The read pool has twice as many.</summary>
    public int WritePoolSize { get; init; } = 10;

    /// <summary>Connections in the read pool: twice <see cref="WritePoolSize"/>.</summary>
    public int ReadPoolSize => 2 * WritePoolSize;

    /// <summary>How long a physical connection may take to open, 1 s to 60 s (<c>DATABASE_CONNECT_TIMEOUT</c>, 5 s).</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a scope waits for a free connection of its pool, 1 s to 10 min (<c>DATABASE_POOL_TIMEOUT</c>, 30 s).</summary>
    public TimeSpan PoolTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one statement may take, 1 s to 10 min (<c>DATABASE_COMMAND_TIMEOUT</c>, 30 s).</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// After this age a pooled connection is closed, 10 s to 1 day (<c>DATABASE_CONNECTION_LIFETIME</c>, 60 s): through a proxy
    /// connections never move back by themselves when a node returns.
    /// </summary>
    public TimeSpan ConnectionLifetime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Idle time after which a keep-alive is sent, 1 s to 10 min (<c>DATABASE_KEEPALIVE</c>, 30 s). Longer than
    /// <see cref="IdleInTransactionTimeout"/>: to the server a keep-alive is a sign of life of the transaction too.
    /// </summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a write waits for a row lock, 100 ms to 10 min (<c>DATABASE_LOCK_TIMEOUT</c>, 15 s).</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a write transaction may stand idle before the server ends it, 1 s to 10 min
    /// (<c>DATABASE_IDLE_IN_TRANSACTION_TIMEOUT</c>, 10 s): a frozen writer holds its locks no longer.
    /// </summary>
    public TimeSpan IdleInTransactionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a unit of work is retried, 1 s to 1 h (<c>DATABASE_RETRY_DEADLINE</c>, 90 s): longer than a failover.</summary>
    public TimeSpan RetryDeadline { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>
    /// How long a read waits for a replica to catch up before it goes to the primary, 0 to 1 min
    /// (<c>DATABASE_REPLICA_WAIT</c>, 500 ms).
    /// </summary>
    public TimeSpan ReplicaWait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Reads of this process that may be on the primary at once because no replica can serve them, 1 to 500
    /// (<c>DATABASE_FALLBACK_LIMIT</c>, 5): its share of what the primary can take.
    /// </summary>
    public int FallbackLimit { get; init; } = 5;

    /// <summary>How long such a read waits for its turn, 0 to 1 min (<c>DATABASE_FALLBACK_WAIT</c>, 2 s).</summary>
    public TimeSpan FallbackWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often the nodes are looked at, 50 ms to 10 s (<c>DATABASE_MONITOR_INTERVAL</c>, 250 ms).</summary>
    public TimeSpan MonitorInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a node may take to answer the monitor, 100 ms to 10 s (<c>DATABASE_PROBE_TIMEOUT</c>, 1 s).</summary>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Which lag is worth a warning, and which makes a replica a lagging one.</summary>
    public LagLimits LagLimits { get; init; } = LagLimits.Default;

    /// <summary>A scope that is held for longer is logged with the place that opened it, 1 s to 1 h (<c>DATABASE_SCOPE_LIMIT</c>, 60 s).</summary>
    public TimeSpan ScopeLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Leaves the passwords out.</summary>
    public override string ToString() => Hosts.Count > 0
        ? $"{User}@{string.Join(',', Hosts)}/{Database} (reads: {ReadUser ?? User})"
        : $"{User}@{Server}:{Port}/{Database} (reads: {ReadUser ?? User}@{ReadServer ?? Server}:{ReadPort})";
}
