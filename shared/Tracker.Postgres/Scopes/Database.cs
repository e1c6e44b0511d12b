using System.Runtime.CompilerServices;
using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Monitoring;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes.Proofs;
using EFCore.ReadWriteSplitting.Scopes.Reads;
using EFCore.ReadWriteSplitting.Statistics;
using Microsoft.Extensions.Logging;
using CallSite = EFCore.ReadWriteSplitting.Connections.CallSite;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>
/// The entry point: runs every unit of work as a <see cref="ReadScope"/> or a <see cref="WriteScope"/>. Create one instance per process.
/// Thread-safe. Works with any EF Core context that derives from <see cref="ScopedContext"/>.
/// </summary>
public sealed partial class Database : IAsyncDisposable
{
    /// <summary>The meter of the metrics. All databases of a process share it.</summary>
    public const string MeterName = DatabaseMeter.Name;

    private readonly ScopeEnvironment _environment;
    private readonly ILogger _logger;
    private readonly RetryPolicy _retry;
    private readonly RefusalLog _refusals;
    private readonly ConnectionPool _write;
    private readonly ConnectionPool _read;
    private readonly ConnectionPool _primaryRead;
    private readonly NodeTable _nodes = new();
    private readonly FallbackLimiter _fallbacks;
    private readonly ReadRouter _readRouter;
    private readonly WriteRouter _writeRouter;
    private readonly ClusterMonitor _monitor;
    private readonly StatisticsReader _statistics;

    /// <param name="options">The options.</param>
    /// <param name="contexts">Creates or leases contexts, such as <see cref="ScopedContext.Pool"/>.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Logs retries and changes of the nodes' health.</param>
    public Database(DatabaseOptions options, Func<ScopedContext> contexts, TimeProvider time, ILogger<Database> logger)
    {
        Options = options;
        var metrics = new ScopeMetrics(DatabaseMeter.Shared);
        _environment = new ScopeEnvironment(contexts, metrics);
        _logger = logger;
        _retry = new RetryPolicy(options, time);
        _refusals = new RefusalLog(logger, time);
        _write = new ConnectionPool(PoolKind.Write, options, _nodes, time);
        _read = new ConnectionPool(PoolKind.Read, options, _nodes, time);
        _primaryRead = new ConnectionPool(PoolKind.PrimaryRead, options, _nodes, time);
        _fallbacks = new FallbackLimiter(options);
        _monitor = new ClusterMonitor(options, _nodes, [_write, _read, _primaryRead], time, logger);
        var histories = new TimelineHistoryCache();
        _readRouter = new ReadRouter(options, _read, _primaryRead, _nodes, _monitor, _fallbacks, histories, time);
        _writeRouter = new WriteRouter(options, _write, histories, _environment, time, LogRolledBack);
        _statistics = new StatisticsReader(options, [_write, _read, _primaryRead], _nodes, _monitor, _fallbacks, metrics, time);
        DatabaseMeter.Add(_statistics.Read);
    }

    /// <summary>The options of this instance.</summary>
    public DatabaseOptions Options { get; }

    /// <summary>
    /// Opens a read scope. Opening is retried; queries in the scope are not. Use the overload that takes the work to retry them.
    /// </summary>
    /// <param name="consistency">The consistency of the read.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <param name="snapshot">True for REPEATABLE READ, one snapshot for all queries. False for READ COMMITTED.</param>
    /// <param name="member">Set by the compiler. Logs name it if the scope is held too long.</param>
    /// <param name="file">Set by the compiler.</param>
    /// <param name="line">Set by the compiler.</param>
    /// <exception cref="DatabaseUnavailableException">No server answered within the deadline.</exception>
    /// <exception cref="ForeignTokenException">The token belongs to another cluster.</exception>
    /// <exception cref="TokenNotProvenException">The token is from before a failover and cannot be proven to be retained.</exception>
    /// <exception cref="ReplicasUnavailableException">No replica meets the consistency, and the fallback limit is reached.</exception>
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
                var scope = new ReadScope(_readRouter, request, _environment);
                await scope.OpenAsync(token);
                return scope;
            },
            cancellationToken);
    }

    /// <summary>
    /// Runs a read and retries it as a whole after transient errors. Without a snapshot, the first query opens the scope in its own round
    /// trip; until then the route is unknown.
    /// </summary>
    /// <exception cref="WriteInReadScopeException">The work wrote or locked rows.</exception>
    /// <exception cref="DatabaseUnavailableException">No server answered within the deadline.</exception>
    /// <exception cref="ForeignTokenException">The token belongs to another cluster.</exception>
    /// <exception cref="TokenNotProvenException">The token is from before a failover and cannot be proven to be retained.</exception>
    /// <exception cref="ReplicasUnavailableException">No replica meets the consistency, and the fallback limit is reached.</exception>
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
                await using var scope = new ReadScope(_readRouter, request, _environment);
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
                    request.RecordConflict();
                    throw;
                }
            },
            cancellationToken);
    }

    /// <summary>
    /// Opens a write scope. Opening is retried; commands and the commit are not. Use an overload that takes the work to retry them.
    /// </summary>
    /// <exception cref="DatabaseUnavailableException">No primary answered within the deadline.</exception>
    public Task<WriteScope> WriteAsync(
        CancellationToken cancellationToken, [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        RetryAsync(ScopeKind.Write, token => _writeRouter.OpenAsync(new WriteRequest(default, false, new CallSite(member, file, line)), token), cancellationToken);

    /// <summary>Runs a unit of work and commits it exactly once (<see cref="UnitOfWork.Recorded"/>).</summary>
    /// <exception cref="DatabaseUnavailableException">The unit of work did not succeed within the deadline.</exception>
    /// <exception cref="CommitOutcomeUnknownException">It is not known whether an attempt was committed.</exception>
    /// <exception cref="CommitNotReplicatedException">Committed, but the wait for the synchronous standby was cancelled.</exception>
    /// <exception cref="FailedAfterCommitException">Committed by the work itself, which failed after that.</exception>
    public Task<WriteToken> WriteAsync(
        Func<WriteScope, CancellationToken, Task> work,
        CancellationToken cancellationToken,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        WriteAsync(UnitOfWork.Recorded, work, cancellationToken, member, file, line);

    /// <summary>Runs a unit of work and commits it. After transient errors it is retried as a whole.</summary>
    /// <exception cref="DatabaseUnavailableException">The unit of work did not succeed within the deadline.</exception>
    /// <exception cref="CommitOutcomeUnknownException">It is not known whether an attempt was committed.</exception>
    /// <exception cref="CommitNotReplicatedException">Committed, but the wait for the synchronous standby was cancelled.</exception>
    /// <exception cref="FailedAfterCommitException">Committed by the work itself, which failed after that.</exception>
    public Task<WriteToken> WriteAsync(
        UnitOfWork kind,
        Func<WriteScope, CancellationToken, Task> work,
        CancellationToken cancellationToken,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        RunWriteAsync(new WriteRequest(default, false, new CallSite(member, file, line)), kind == UnitOfWork.Recorded ? Guid.CreateVersion7() : null, work, cancellationToken);

    /// <summary>
    /// Returns counts since startup and the current state, without querying a server. The monitor starts with the first scope.
    /// </summary>
    public DatabaseStatistics Statistics() => _statistics.Read();

    /// <summary>Closes all connections and removes its metrics from the meter.</summary>
    public async ValueTask DisposeAsync()
    {
        DatabaseMeter.Remove(_statistics.Read);
        await _monitor.DisposeAsync();
        await _write.DisposeAsync();
        await _read.DisposeAsync();
        await _primaryRead.DisposeAsync();
    }

    internal PoolStatistics Pool(PoolKind kind) => (kind switch { PoolKind.Write => _write, PoolKind.Read => _read, _ => _primaryRead }).Statistics();

    /// <param name="request">The write.</param>
    /// <param name="record">The id of a <see cref="UnitOfWork.Recorded"/>; null for <see cref="UnitOfWork.Repeatable"/>.</param>
    /// <param name="work">The unit of work.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <param name="outcome">What an earlier call with the same record knows about its commits.</param>
    internal Task<WriteToken> RunWriteAsync(
        WriteRequest request, Guid? record, Func<WriteScope, CancellationToken, Task> work, CancellationToken cancellationToken, CommitOutcome? outcome = null)
    {
        outcome ??= new CommitOutcome();
        return RetryAsync(
            ScopeKind.Write,
            async token =>
            {
                await using WriteScope scope = await _writeRouter.OpenAsync(request, token);
                return await scope.WithConnectionAsync(async () =>
                {
                    if (record is null)
                    {
                        await RunAsync(work, scope, token);
                    }
                    else if (await UnitOfWorkRecord.IsFirstAsync(scope, record.Value, token))
                    {
                        // The insert has waited for all earlier attempts: none of them is committed.
                        outcome.Resolve();
                        await RunAsync(work, scope, token);
                    }

                    // The work may have committed itself, as its last step.
                    return scope.Committed ?? await scope.CommitAsync(token);
                });
            },
            cancellationToken,
            outcome);
    }

    // The work may commit itself. What fails after that does not undo it, and must not be repeated with it.
    private static async Task RunAsync(Func<WriteScope, CancellationToken, Task> work, WriteScope scope, CancellationToken cancellationToken)
    {
        try
        {
            await work(scope, cancellationToken);
        }
        catch (Exception error) when (scope.Committed is { } committed && (error as CommitNotReplicatedException)?.Token != committed)
        {
            throw new FailedAfterCommitException(committed, error);
        }
    }

    private async Task<T> RetryAsync<T>(
        ScopeKind kind, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken, CommitOutcome? outcome = null)
    {
        await _monitor.StartAsync(cancellationToken);
        try
        {
            return await _retry.RunAsync(
                kind,
                attempt,
                async (verdict, error) =>
                {
                    // A read on the primary has already closed the connections to the wrong server.
                    if (verdict == ErrorVerdict.RetryOnNewConnections)
                    {
                        await _write.PurgeAsync();
                    }

                    _environment.Metrics.Retry(kind);
                    LogRetry(kind, error.Message);
                },
                cancellationToken,
                outcome);
        }
        catch (InvalidSettingException refusal)
        {
            _refusals.Record(refusal);
            throw;
        }
    }

    [LoggerMessage(EventIds.UnitOfWorkRetried, LogLevel.Information, "A {Kind} is retried: {Error}")]
    private partial void LogRetry(ScopeKind kind, string error);

    [LoggerMessage(EventIds.WriteRolledBack, LogLevel.Debug, "A write on {Node} was not committed and is rolled back")]
    private partial void LogRolledBack(string node);
}
