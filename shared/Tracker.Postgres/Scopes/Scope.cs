using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>One unit of work on one server: the connection, the decision behind it, and an EF Core context on demand.</summary>
public abstract class Scope : IAsyncDisposable
{
    private readonly ScopeEnvironment _environment;
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private PooledConnection? _pooled;
    private RouteDecision? _route;
    private ScopedContext? _context;
    private bool _disposed;

    private protected Scope(ScopeEnvironment environment) => _environment = environment;

    /// <summary>Which server serves this scope, and why.</summary>
    /// <exception cref="InvalidOperationException">A read that has not asked anything yet has no server.</exception>
    public RouteDecision Route => _route
        ?? throw new InvalidOperationException("A read's server is chosen with its first query. Ask after that, or call OpenAsync first.");

    /// <summary>Whether a transaction of the scope's own is open on its connection, to be rolled back at the end.</summary>
    private protected bool InTransaction { get; set; }

    /// <summary>Whether its server is chosen.</summary>
    internal bool IsOpen => _pooled is not null;

    private protected PooledConnection Pooled => _pooled!;

    /// <summary>The context if one was leased.</summary>
    private protected DbContext? ContextInUse => _context;

    /// <summary>The connection for a command that goes past the scope.</summary>
    internal abstract NpgsqlConnection ConnectionForCommand { get; }

    /// <summary>Runs work in the scope; a connection that was lost between two commands is told as that.</summary>
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
    }

    /// <exception cref="InvalidOperationException">The scope was disposed of, or has a connection already: two first queries at once.</exception>
    internal void Bind(PooledConnection pooled, RouteDecision route)
    {
        if (_disposed || Interlocked.CompareExchange(ref _pooled, pooled, null) is not null)
        {
            throw new InvalidOperationException("A scope runs one query at a time, and none after its end. Await each query before the next one, and before the scope is disposed of.");
        }

        _route = route;
        _environment.Metrics.Open(route);
    }

    /// <summary>A context on this scope; leased from EF Core's pool at the first use.</summary>
    private protected DbContext LeaseContext()
    {
        ThrowIfDisposed();
        if (_context is null)
        {
            _context = _environment.Contexts();
            // The scope's transaction is its own: EF Core must not begin another.
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

    // Npgsql tells the type of an array by its first element; by none, or by the start of time, it takes times without a zone, and refuses what follows.
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

    /// <summary>Ends the transaction where one is still open (rolled back) and gives the connection back.</summary>
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
                    // It was not ended: the connection must not be lent with it.
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
            await using var rollback = new NpgsqlCommand("ROLLBACK", Pooled.Connection);
            await rollback.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // It broke, and the server has rolled back; or it answers too late, and then it must not be lent again.
            Pooled.Discard();
        }
    }
}
