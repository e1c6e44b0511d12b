using Npgsql;
using Tracker.Data.Configuration;

namespace Tracker.Data.Connections;

/// <summary>
/// One Npgsql pool behind a gate of the same size: a scope waits for a place here, with the pool's time-out, so that
/// Npgsql's own time-out is left to what it is best at, the opening of a physical connection.
/// </summary>
internal sealed class ConnectionPool : IAsyncDisposable
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly SemaphoreSlim _places;
    private readonly TimeSpan _timeout;
    private readonly int _size;
    private readonly DatabaseOptions _options;

    public ConnectionPool(PoolKind kind, DatabaseOptions options)
    {
        Kind = kind;
        _options = options;
        _size = kind == PoolKind.Read ? options.ReadPoolSize : options.WritePoolSize;
        _places = new SemaphoreSlim(_size, _size);
        _timeout = options.PoolTimeout;
        // Named, so that metrics don't carry the connection string.
        _dataSource = new NpgsqlDataSourceBuilder(ConnectionString(kind, options, _size)) { Name = kind.ToString() }.Build();
    }

    public PoolKind Kind { get; }

    /// <exception cref="PoolExhaustedException">No place came free in time.</exception>
    public async Task<PooledConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (!await _places.WaitAsync(_timeout, cancellationToken))
        {
            throw new PoolExhaustedException(Kind, _size, _timeout);
        }

        try
        {
            return new PooledConnection(await _dataSource.OpenConnectionAsync(cancellationToken), _places);
        }
        catch (PostgresException refused) when (RefusedLogin.Is(refused))
        {
            _places.Release();
            throw RefusedLogin.Setting(refused, Kind, _options);
        }
        catch
        {
            _places.Release();
            throw;
        }
    }

    /// <summary>Closes every idle connection, and each busy one when it comes back: they lead to a server that changed its role.</summary>
    public void Purge() => _dataSource.Clear();

    public async ValueTask DisposeAsync()
    {
        await _dataSource.DisposeAsync();
        _places.Dispose();
    }

    // Through PgBouncer in transaction pooling: no reset on close and no prepared statements (docs/consistency.md, "PgBouncer").
    private static string ConnectionString(PoolKind kind, DatabaseOptions options, int size) => new NpgsqlConnectionStringBuilder
    {
        Host = kind == PoolKind.Read ? options.ReadServer ?? options.Server : options.Server,
        Port = kind == PoolKind.Read ? options.ReadPort : options.Port,
        Username = kind == PoolKind.Write ? options.User : options.ReadUser ?? options.User,
        Password = kind == PoolKind.Write ? options.Password : options.ReadPassword ?? options.Password,
        Database = options.Database,
        ApplicationName = options.ApplicationName,
        MaxPoolSize = size,
        MinPoolSize = 0,
        Timeout = Seconds(options.ConnectTimeout),
        CommandTimeout = Seconds(options.CommandTimeout),
        KeepAlive = Seconds(options.KeepAlive),
        TcpKeepAlive = true,
        ConnectionLifetime = Seconds(options.ConnectionLifetime),
        ConnectionIdleLifetime = Seconds(options.ConnectionLifetime),
        ConnectionPruningInterval = Math.Min(10, Seconds(options.ConnectionLifetime)),
        NoResetOnClose = true,
        MaxAutoPrepare = 0,
        CancellationTimeout = 1_000,
    }.ConnectionString;

    private static int Seconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));
}
