using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tracker.Data.Connections;
using Tracker.Data.Routing;

namespace Tracker.Data.Scopes;

/// <summary>One transaction on one server: the connection, the decision behind it, and an EF Core context on demand.</summary>
public abstract class Scope : IAsyncDisposable
{
    private readonly PooledConnection _pooled;
    private readonly Func<DbContext> _contexts;
    private DbContext? _context;
    private bool _disposed;

    private protected Scope(PooledConnection pooled, RouteDecision route, Func<DbContext> contexts)
    {
        _pooled = pooled;
        _contexts = contexts;
        Route = route;
        ScopeMetrics.Open(route);
    }

    /// <summary>Which server serves this scope, and why.</summary>
    public RouteDecision Route { get; }

    /// <summary>Whether the transaction has ended.</summary>
    private protected bool Ended { get; set; }

    private protected NpgsqlConnection Connection => _pooled.Connection;

    /// <summary>The context if one was leased.</summary>
    private protected DbContext? ContextInUse => _context;

    /// <summary>A context on this scope's transaction; leased from EF Core's pool at the first use.</summary>
    private protected DbContext LeaseContext()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_context is null)
        {
            _context = _contexts();
            // The transaction was begun by the scope, in its opening trip: EF Core must not begin another.
            _context.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
            _context.Database.AutoSavepointsEnabled = false;
            _context.Database.SetDbConnection(Connection);
        }

        return _context;
    }

    /// <summary>A command in this scope's transaction.</summary>
    /// <param name="sql">SQL with positional parameters (<c>$1</c>).</param>
    /// <param name="parameters">Their values, in order.</param>
    public NpgsqlCommand Command(string sql, params ReadOnlySpan<object?> parameters)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var command = new NpgsqlCommand(sql, Connection);
        foreach (object? value in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        return command;
    }

    /// <summary>A command in this scope's transaction with one parameter, a text array (which would else count as many parameters).</summary>
    public NpgsqlCommand Command(string sql, string[] parameter) => Command(sql, [(object)parameter]);

    /// <summary>Ends the transaction where it is still open (rolled back) and gives the connection back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        try
        {
            if (_context is not null)
            {
                // A pooled context would keep the connection of its last lease.
                _context.Database.SetDbConnection(null);
                await _context.DisposeAsync();
            }

            if (!Ended && Connection.State == System.Data.ConnectionState.Open)
            {
                await RollbackAsync();
            }
        }
        finally
        {
            await _pooled.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private async Task RollbackAsync()
    {
        try
        {
            await using var rollback = new NpgsqlCommand("ROLLBACK", Connection);
            await rollback.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // The connection broke: the server has rolled back, and Npgsql drops the connection.
        }
    }
}
