using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes.Reads;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>
/// Read-only work on one server: a replica, or the primary for the reason in <see cref="Scope.Route"/>. The server refuses writes and
/// locking reads. Without a snapshot each query is a transaction of its own (READ COMMITTED), so no transaction is open between queries,
/// and the first query opens the scope in its own round trip.
/// </summary>
public sealed class ReadScope : Scope
{
    private readonly ReadRouter _router;
    private readonly ReadRequest _request;

    internal ReadScope(ReadRouter router, ReadRequest request, ScopeEnvironment environment)
        : base(environment)
    {
        _router = router;
        _request = request;
    }

    internal override NpgsqlConnection ConnectionForCommand =>
        throw new NotSupportedException("A read scope's queries are asynchronous. Use ToListAsync, FirstAsync, AnyAsync and the like.");

    /// <summary>Queries an entity without tracking.</summary>
    public IQueryable<T> Query<T>()
        where T : class => LeaseContext().Set<T>().AsNoTracking();

    /// <summary>Creates an SQL query.</summary>
    /// <param name="sql">SQL with positional parameters (<c>$1</c>).</param>
    /// <param name="parameters">The parameter values, in order.</param>
    public ReadCommand Command(string sql, params ReadOnlySpan<object?> parameters) => new(this, NewCommand(sql, parameters));

    /// <summary>An SQL query with one parameter, a text array, which would otherwise count as several parameters.</summary>
    public ReadCommand Command(string sql, string[] parameter) => Command(sql, [(object)parameter]);

    /// <summary>Chooses the server in a round trip of its own, so that <see cref="Scope.Route"/> is known before the first query.</summary>
    public Task OpenAsync(CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        return IsOpen ? Task.CompletedTask : BeginAsync(_request.Snapshot ? new ReadOpening.Snapshot() : new ReadOpening.WithoutQuery(), cancellationToken);
    }

    /// <exception cref="WriteInReadScopeException">The query writes or locks rows.</exception>
    internal async Task<NpgsqlDataReader> ExecuteReaderAsync(ReadStatement statement, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        try
        {
            if (!IsOpen && !_request.Snapshot)
            {
                return (await BeginAsync(new ReadOpening.FirstQuery(statement), cancellationToken))!;
            }

            await OpenAsync(cancellationToken);
            return _request.Snapshot
                ? await statement.ToBatch(Pooled.Connection).ExecuteReaderAsync(cancellationToken)
                : await ReadRoundTrip.QueryAsync(Pooled, Route.Role == NodeRole.Primary, statement, cancellationToken);
        }
        catch (PostgresException write) when (write.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction)
        {
            throw new WriteInReadScopeException(write);
        }
    }

    internal bool IsOnReplica => IsOpen && Route.Role == NodeRole.Replica;

    /// <summary>A position that covers everything that this scope has shown. Call it after the last query.</summary>
    internal async Task<WriteToken?> SeenAsync(CancellationToken cancellationToken) =>
        IsOpen ? await SeenPosition.AskAsync(Pooled, cancellationToken) : null;

    private async Task<NpgsqlDataReader?> BeginAsync(ReadOpening opening, CancellationToken cancellationToken)
    {
        (PooledConnection connection, RouteDecision route, NpgsqlDataReader? reader) = await _router.OpenAsync(_request, opening, cancellationToken);
        try
        {
            Bind(connection, route);
        }
        catch
        {
            // Its reader or transaction may still be open.
            connection.Discard();
            await connection.DisposeAsync();
            throw;
        }

        InTransaction = _request.Snapshot;
        return reader;
    }
}
