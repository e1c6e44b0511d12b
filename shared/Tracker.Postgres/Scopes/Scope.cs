using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>A unit of work on one server: the connection, its route, and an EF Core context on demand.</summary>
public abstract class Scope : IAsyncDisposable
{
    private const int RollbackSeconds = 5;

    private readonly ScopeEnvironment _environment;
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private PooledConnection? _pooled;
    private RouteDecision? _route;
    private ScopedContext? _context;
    private bool _disposed;

    private protected Scope(ScopeEnvironment environment) => _environment = environment;

    /// <summary>Which server serves this scope, and why.</summary>
    /// <exception cref="InvalidOperationException">A read has no server before its first query.</exception>
    public RouteDecision Route => _route
        ?? throw new InvalidOperationException("The server of a read is chosen by its first query. Use Route after that, or call OpenAsync first.");

    /// <summary>Whether a transaction of the scope is open and must be rolled back at the end.</summary>
    private protected bool InTransaction { get; set; }

    /// <summary>Whether the server is chosen.</summary>
    internal bool IsOpen => _pooled is not null;

    private protected PooledConnection Pooled => _pooled!;

    /// <summary>The context, if one was leased.</summary>
    private protected DbContext? ContextInUse => _context;

    /// <summary>The connection for commands that EF Core runs directly.</summary>
    internal abstract NpgsqlConnection ConnectionForCommand { get; }

    /// <summary>
    /// Runs work in the scope. A connection lost between two commands is reported as <see cref="LostConnectionException"/>.
    /// </summary>
    internal async Task<T> WithConnectionAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (InvalidOperationException closed) when (_pooled is { Connection.State: not System.Data.ConnectionState.Open })
        {
            throw new LostConnectionException(closed);
        }
        catch (Exception error) when (_pooled is not null && SlowCommand.Is(error))
        {
            throw SlowCommand.Explain(error, _pooled);
        }
    }

    /// <exception cref="InvalidOperationException">The scope is disposed of or already has a connection: two first queries ran
    /// concurrently.</exception>
    internal void Bind(PooledConnection pooled, RouteDecision route)
    {
        if (_disposed || Interlocked.CompareExchange(ref _pooled, pooled, null) is not null)
        {
            throw new InvalidOperationException("A scope runs one query at a time, and none after its disposal. Await each query before the next one and before disposing of the scope.");
        }

        _route = route;
        _environment.Metrics.Open(route);
    }

    /// <summary>The context of this scope, leased from EF Core's pool on first use.</summary>
    private protected DbContext LeaseContext()
    {
        ThrowIfDisposed();
        if (_context is null)
        {
            _context = _environment.Contexts();
            // The scope manages the transaction; EF Core must not begin one.
            _context.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
            _context.Database.AutoSavepointsEnabled = false;
            _context.Scope = this;
        }

        return _context;
    }

    private protected NpgsqlCommand NewCommand(string sql, ReadOnlySpan<object?> parameters)
    {
        ThrowIfDisposed();
        var command = new NpgsqlCommand(sql);
        foreach (object? value in parameters)
        {
            command.Parameters.Add(Parameter(value));
        }

        return command;
    }

    // Npgsql infers the type of an array from its first element. From null or DateTime.MinValue it infers timestamp without time zone, and
    // then rejects UTC values.
    private static NpgsqlParameter Parameter(object? value)
    {
        NpgsqlParameter parameter = new() { Value = value ?? DBNull.Value };
        if (value is DateTime?[] or DateTime[])
        {
            parameter.NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz;
        }

        return parameter;
    }

    private protected void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, this);

    /// <summary>Rolls back the transaction if one is open, and returns the connection to the pool.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        try
        {
            if (_context is { } context)
            {
                context.Scope = null;
                await context.DisposeAsync();
            }

            if (InTransaction && Pooled.Connection.State == System.Data.ConnectionState.Open)
            {
                await RollbackAsync();
                InTransaction = false;
            }
        }
        finally
        {
            if (_pooled is { } pooled)
            {
                if (InTransaction)
                {
                    // The transaction is still open: the connection must not be reused.
                    pooled.Discard();
                }

                _environment.Metrics.Close(Route, TimeProvider.System.GetElapsedTime(_started));
                await pooled.DisposeAsync();
            }
        }

        GC.SuppressFinalize(this);
    }

    private protected virtual async Task RollbackAsync()
    {
        try
        {
            // Takes no time on a server that answers; on one that does not, the connection is closed.
            await using var rollback = new NpgsqlCommand("ROLLBACK", Pooled.Connection) { CommandTimeout = RollbackSeconds };
            await rollback.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException)
        {
            // The connection broke (perhaps before the command, which is an InvalidOperationException) and the server rolls back, or the
            // rollback timed out. Either way it must not be reused.
            Pooled.Discard();
        }
    }
}
