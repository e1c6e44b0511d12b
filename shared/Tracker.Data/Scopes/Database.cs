using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using Tracker.Data.Configuration;
using Tracker.Data.Connections;
using Tracker.Data.Consistency;
using Tracker.Data.Retries;

namespace Tracker.Data.Scopes;

/// <summary>
/// The cluster as a service sees it: every unit of work is a <see cref="ReadScope"/> or a <see cref="WriteScope"/>. One
/// instance a process; thread-safe. Knows no entity: any EF Core context will do.
/// </summary>
public sealed partial class Database : IAsyncDisposable
{
    private readonly Func<DbContext> _contexts;
    private readonly ILogger _logger;
    private readonly RetryPolicy _retry;
    private readonly ConnectionPool _write;
    private readonly ConnectionPool _read;
    private readonly ConnectionPool _primaryRead;
    private readonly ReadRouter _router;
    private readonly PrimaryPositionMonitor _monitor;

    /// <param name="options">How to reach the cluster.</param>
    /// <param name="contexts">Leases a context without a connection (<c>PooledDbContextFactory</c> over <c>UseNpgsql()</c>).</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Says what was retried and why.</param>
    public Database(DatabaseOptions options, Func<DbContext> contexts, TimeProvider time, ILogger<Database> logger)
    {
        Options = options;
        _contexts = contexts;
        _logger = logger;
        _retry = new RetryPolicy(options, time);
        _write = new ConnectionPool(PoolKind.Write, options);
        _read = new ConnectionPool(PoolKind.Read, options);
        _primaryRead = new ConnectionPool(PoolKind.PrimaryRead, options);
        _monitor = new PrimaryPositionMonitor(_primaryRead, time, logger);
        _router = new ReadRouter(options, _read, _primaryRead, contexts, _monitor, time);
    }

    /// <summary>The options this was made with.</summary>
    public DatabaseOptions Options { get; }

    /// <summary>Opens a read. Opening is retried; a query that fails in it is not (use the overload that takes the work).</summary>
    /// <param name="consistency">How fresh it must be.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="snapshot">True: REPEATABLE READ, one snapshot for all its queries. False: READ COMMITTED.</param>
    /// <exception cref="DatabaseUnavailableException">No server answered within the deadline.</exception>
    /// <exception cref="ForeignTokenException">The token belongs to another cluster.</exception>
    public Task<ReadScope> ReadAsync(ReadConsistency consistency, CancellationToken cancellationToken, bool snapshot = false) =>
        RetryAsync("The read port", _read, token => _router.OpenAsync(consistency, snapshot, token), cancellationToken);

    /// <summary>Runs a read as a whole, again on a new connection where it breaks.</summary>
    /// <exception cref="WriteInReadScopeException">The work wrote, or locked rows.</exception>
    /// <exception cref="DatabaseUnavailableException">No server answered within the deadline.</exception>
    public Task<T> ReadAsync<T>(
        ReadConsistency consistency, Func<ReadScope, CancellationToken, Task<T>> work, CancellationToken cancellationToken, bool snapshot = false) =>
        RetryAsync(
            "The read port",
            _read,
            async token =>
            {
                await using ReadScope scope = await _router.OpenAsync(consistency, snapshot, token);
                try
                {
                    return await work(scope, token);
                }
                catch (PostgresException write) when (write.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction)
                {
                    throw new WriteInReadScopeException(write);
                }
            },
            cancellationToken);

    /// <summary>Opens a write. Opening is retried; what fails in it, or in its commit, is not (use the overload that takes the work).</summary>
    /// <exception cref="DatabaseUnavailableException">No primary answered within the deadline.</exception>
    public Task<WriteScope> WriteAsync(CancellationToken cancellationToken) =>
        RetryAsync("The write port", _write, OpenWriteAsync, cancellationToken);

    /// <summary>Runs a unit of work as a whole and commits it, once (<see cref="UnitOfWork.Recorded"/>).</summary>
    /// <exception cref="DatabaseUnavailableException">It did not succeed within the deadline.</exception>
    public Task<WriteToken> WriteAsync(Func<WriteScope, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        WriteAsync(UnitOfWork.Recorded, work, cancellationToken);

    /// <summary>Runs a unit of work as a whole and commits it; again, from the start, where it fails for a transient reason.</summary>
    /// <exception cref="DatabaseUnavailableException">It did not succeed within the deadline.</exception>
    public Task<WriteToken> WriteAsync(UnitOfWork kind, Func<WriteScope, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        return RetryAsync(
            "The write port",
            _write,
            async token =>
            {
                await using WriteScope scope = await OpenWriteAsync(token);
                if (kind == UnitOfWork.Repeatable || await UnitOfWorkRecord.IsFirstAsync(scope, id, token))
                {
                    await work(scope, token);
                }

                return await scope.CommitAsync(token);
            },
            cancellationToken);
    }

    /// <summary>Closes all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _monitor.DisposeAsync();
        await _write.DisposeAsync();
        await _read.DisposeAsync();
        await _primaryRead.DisposeAsync();
    }

    private async Task<WriteScope> OpenWriteAsync(CancellationToken cancellationToken)
    {
        PooledConnection connection = await _write.OpenAsync(cancellationToken);
        return await WriteOpening.OpenAsync(connection, Options, _contexts, cancellationToken);
    }

    private Task<T> RetryAsync<T>(string target, ConnectionPool pool, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken) =>
        _retry.RunAsync(
            target,
            attempt,
            (verdict, error) =>
            {
                if (verdict == ErrorVerdict.RetryOnNewConnections)
                {
                    pool.Purge();
                }

                ScopeMetrics.Retry(target);
                LogRetry(target, error.Message);
            },
            cancellationToken);

    [LoggerMessage(1001, LogLevel.Information, "{Target}: a unit of work is run again: {Error}")]
    private partial void LogRetry(string target, string error);
}
