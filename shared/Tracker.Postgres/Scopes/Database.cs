using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Monitoring;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes.Reads;
using EFCore.ReadWriteSplitting.Statistics;
using Microsoft.Extensions.Logging;
using CallSite = EFCore.ReadWriteSplitting.Connections.CallSite;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>
/// The cluster as a service sees it: every unit of work is a <see cref="ReadScope"/> or a <see cref="WriteScope"/>. One
/// instance a process; thread-safe. Knows no entity: any EF Core context will do that is a <see cref="ScopedContext"/>.
/// </summary>
public sealed partial class Database : IAsyncDisposable
{
    /// <summary>The meter of its metrics; each instance has its own of this name, which goes with it.</summary>
    public const string MeterName = "EFCore.ReadWriteSplitting";

    private readonly Meter _meter = new(MeterName);
    private readonly ScopeEnvironment _environment;
    private readonly ILogger _logger;
    private readonly RetryPolicy _retry;
    private readonly ConnectionPool _write;
    private readonly ConnectionPool _read;
    private readonly ConnectionPool _primaryRead;
    private readonly NodeTable _nodes = new();
    private readonly FallbackGate _gate;
    private readonly ReadRouter _router;
    private readonly WriteRouter _writes;
    private readonly ClusterMonitor _monitor;
    private readonly StatisticsReader _statistics;

    /// <param name="options">How to reach the cluster.</param>
    /// <param name="contexts">Leases contexts (<see cref="ScopedContext.Pool"/>).</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Says what was retried and why, and how the nodes are.</param>
    public Database(DatabaseOptions options, Func<ScopedContext> contexts, TimeProvider time, ILogger<Database> logger)
    {
        Options = options;
        var metrics = new ScopeMetrics(_meter);
        _environment = new ScopeEnvironment(contexts, metrics);
        _logger = logger;
        _retry = new RetryPolicy(options, time);
        _write = new ConnectionPool(PoolKind.Write, options, _nodes, time);
        _read = new ConnectionPool(PoolKind.Read, options, _nodes, time);
        _primaryRead = new ConnectionPool(PoolKind.PrimaryRead, options, _nodes, time);
        _gate = new FallbackGate(options);
        _monitor = new ClusterMonitor(options, _nodes, [_write, _read, _primaryRead], time, logger);
        var histories = new TimelineHistories();
        _router = new ReadRouter(options, _read, _primaryRead, _nodes, _monitor, _gate, histories, time);
        _writes = new WriteRouter(options, _write, histories, _environment, time, LogAbandoned);
        _statistics = new StatisticsReader(options, [_write, _read, _primaryRead], _nodes, _monitor, _gate, metrics, time);
        DatabaseMetrics.Publish(_meter, _statistics.Read);
    }

    /// <summary>The options this was made with.</summary>
    public DatabaseOptions Options { get; }

    /// <summary>Opens a read. Opening is retried; a query that fails in it is not (use the overload that takes the work).</summary>
    /// <param name="consistency">How fresh it must be.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <param name="snapshot">True: REPEATABLE READ, one snapshot for all its queries. False: READ COMMITTED.</param>
    /// <param name="member">Filled in by the compiler: names the callSite of a scope that is held too long.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="DatabaseUnavailableException">No server answered within the deadline.</exception>
    /// <exception cref="ForeignTokenException">The token belongs to another cluster.</exception>
    /// <exception cref="TokenNotProvenException">A failover left what the token stands for behind, or can't tell.</exception>
    /// <exception cref="ReplicasUnavailableException">No replica can serve it, and the primary takes no more such reads.</exception>
    public Task<ReadScope> ReadAsync(
        ReadConsistency consistency,
        CancellationToken cancellationToken,
        bool snapshot = false,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        var request = new ReadRequest(consistency, snapshot, new CallSite(member, file, line));
        return RetryAsync(
            ScopeKind.Read,
            async token =>
            {
                var scope = new ReadScope(_router, request, _environment);
                await scope.OpenAsync(token);
                return scope;
            },
            cancellationToken);
    }

    /// <summary>
    /// Runs a read as a whole, again on a new connection where it breaks. Without a snapshot its first query needs no trip beside
    /// its own; until then its route is not known.
    /// </summary>
    /// <exception cref="WriteInReadScopeException">The work wrote, or locked rows.</exception>
    /// <exception cref="DatabaseUnavailableException">No server answered within the deadline.</exception>
    /// <exception cref="ForeignTokenException">The token belongs to another cluster.</exception>
    /// <exception cref="TokenNotProvenException">A failover left what the token stands for behind, or can't tell.</exception>
    /// <exception cref="ReplicasUnavailableException">No replica can serve it, and the primary takes no more such reads.</exception>
    public Task<T> ReadAsync<T>(
        ReadConsistency consistency,
        Func<ReadScope, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken,
        bool snapshot = false,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        var request = new ReadRequest(consistency, snapshot, new CallSite(member, file, line));
        return RetryAsync(
            ScopeKind.Read,
            async token =>
            {
                await using var scope = new ReadScope(_router, request, _environment);
                if (snapshot)
                {
                    await scope.OpenAsync(token);
                }

                try
                {
                    return await scope.WithConnectionAsync(() => work(scope, token));
                }
                catch (Exception error) when (TransientErrors.IsConflict(error))
                {
                    request.Conflicted();
                    throw;
                }
            },
            cancellationToken);
    }

    /// <summary>Opens a write. Opening is retried; what fails in it, or in its commit, is not (use the overload that takes the work).</summary>
    /// <exception cref="DatabaseUnavailableException">No primary answered within the deadline.</exception>
    public Task<WriteScope> WriteAsync(
        CancellationToken cancellationToken, [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        RetryAsync(ScopeKind.Write, token => _writes.OpenAsync(new WriteRequest(default, false, new CallSite(member, file, line)), token), cancellationToken);

    /// <summary>Runs a unit of work as a whole and commits it, once (<see cref="UnitOfWork.Recorded"/>).</summary>
    /// <exception cref="DatabaseUnavailableException">It did not succeed within the deadline.</exception>
    /// <exception cref="CommitOutcomeUnknownException">Nor could it be found out whether an attempt was committed.</exception>
    /// <exception cref="CommitNotReplicatedException">Committed, but somebody ended the wait for the standby.</exception>
    public Task<WriteToken> WriteAsync(
        Func<WriteScope, CancellationToken, Task> work,
        CancellationToken cancellationToken,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        WriteAsync(UnitOfWork.Recorded, work, cancellationToken, member, file, line);

    /// <summary>Runs a unit of work as a whole and commits it; again, from the start, where it fails for a transient reason.</summary>
    /// <exception cref="DatabaseUnavailableException">It did not succeed within the deadline.</exception>
    /// <exception cref="CommitOutcomeUnknownException">Nor could it be found out whether an attempt was committed.</exception>
    /// <exception cref="CommitNotReplicatedException">Committed, but somebody ended the wait for the standby.</exception>
    public Task<WriteToken> WriteAsync(
        UnitOfWork kind,
        Func<WriteScope, CancellationToken, Task> work,
        CancellationToken cancellationToken,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        WriteAsync(new WriteRequest(default, false, new CallSite(member, file, line)), kind == UnitOfWork.Recorded ? Guid.CreateVersion7() : null, work, cancellationToken);

    /// <summary>What was done since the start, and what is known at this moment. Asks no server; the monitor knows nothing before the first scope.</summary>
    public DatabaseStatistics Statistics() => _statistics.Read();

    /// <summary>Closes all connections, and ends its metrics.</summary>
    public async ValueTask DisposeAsync()
    {
        _meter.Dispose();
        await _monitor.DisposeAsync();
        await _write.DisposeAsync();
        await _read.DisposeAsync();
        await _primaryRead.DisposeAsync();
    }

    internal PoolStatistics Pool(PoolKind kind) => (kind switch { PoolKind.Write => _write, PoolKind.Read => _read, _ => _primaryRead }).Statistics();

    internal Task<WriteToken> WriteAsync(
        WriteRequest request, Guid? record, Func<WriteScope, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        RetryAsync(
            ScopeKind.Write,
            async token =>
            {
                await using WriteScope scope = await _writes.OpenAsync(request, token);
                return await scope.WithConnectionAsync(async () =>
                {
                    if (record is not { } id || await UnitOfWorkRecord.IsFirstAsync(scope, id, token))
                    {
                        await work(scope, token);
                    }

                    return await scope.CommitAsync(token);
                });
            },
            cancellationToken);

    private async Task<T> RetryAsync<T>(ScopeKind kind, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        await _monitor.StartAsync(cancellationToken);
        return await _retry.RunAsync(
            kind,
            attempt,
            async (verdict, error) =>
            {
                // A read on the primary has closed what led to the wrong server itself; its replicas' connections are none of these.
                if (verdict == ErrorVerdict.RetryOnNewConnections)
                {
                    await _write.PurgeAsync();
                }

                _environment.Metrics.Retry(kind);
                LogRetry(kind, error.Message);
            },
            cancellationToken);
    }

    [LoggerMessage(EventIds.UnitOfWorkRetried, LogLevel.Information, "A {Kind} is retried: {Error}")]
    private partial void LogRetry(ScopeKind kind, string error);

    [LoggerMessage(EventIds.WriteRolledBack, LogLevel.Debug, "A write on {Node} was not committed and is rolled back")]
    private partial void LogAbandoned(string node);
}
