using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>A transaction on the primary. Rolled back if it is not committed.</summary>
public sealed class WriteScope : Scope
{
    private readonly Action<RouteDecision> _rolledBack;
    private bool _hasEnded;

    internal WriteScope(PooledConnection connection, RouteDecision route, ScopeEnvironment environment, Action<RouteDecision> rolledBack)
        : base(environment)
    {
        _rolledBack = rolledBack;
        Bind(connection, route);
        InTransaction = true;
    }

    /// <summary>The context of this transaction. <see cref="CommitAsync"/> saves its changes.</summary>
    /// <exception cref="InvalidOperationException">The transaction has ended.</exception>
    public DbContext Context
    {
        get
        {
            ThrowIfEnded();
            return LeaseContext();
        }
    }

    /// <summary>The token, once <see cref="CommitAsync"/> has succeeded.</summary>
    internal WriteToken? Committed { get; private set; }

    internal override NpgsqlConnection ConnectionForCommand
    {
        get
        {
            ThrowIfEnded();
            return Pooled.Connection;
        }
    }

    /// <summary>Creates a command in this transaction.</summary>
    /// <param name="sql">SQL with positional parameters (<c>$1</c>).</param>
    /// <param name="parameters">The parameter values, in order.</param>
    /// <exception cref="InvalidOperationException">The transaction has ended.</exception>
    public NpgsqlCommand Command(string sql, params ReadOnlySpan<object?> parameters)
    {
        NpgsqlCommand command = NewCommand(sql, parameters);
        command.Connection = ConnectionForCommand;
        return command;
    }

    /// <summary>
    /// Creates a command in this transaction with one parameter, a text array, which would otherwise count as several parameters.
    /// </summary>
    public NpgsqlCommand Command(string sql, string[] parameter) => Command(sql, [(object)parameter]);

    /// <summary>
    /// Saves the context's changes, commits, and returns the position after the commit. The commit takes one round trip. After it the scope
    /// has no transaction: it refuses further commands, which would each commit on their own, whether or not the commit succeeded.
    /// </summary>
    /// <exception cref="InvalidOperationException">It was called before.</exception>
    /// <exception cref="CommitOutcomeUnknownException">The connection broke during COMMIT, or querying the position after it
    /// failed.</exception>
    /// <exception cref="CommitNotReplicatedException">Committed, but the wait for the synchronous standby was cancelled.</exception>
    /// <exception cref="PostgresException">An earlier statement failed. Nothing was committed.</exception>
    public async Task<WriteToken> CommitAsync(CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        await SaveChangesAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        _hasEnded = true;
        var replication = new SyncRepListener(Pooled.Connection);
        var position = new NpgsqlBatchCommand("SELECT pg_current_wal_insert_lsn()");
        // No timeout and no cancellation from here on: either would end the wait for the synchronous standby, and the server would report
        // success for a commit that is only local.
        await using var batch = new NpgsqlBatch(Pooled.Connection)
        {
            Timeout = 0,
            BatchCommands =
            {
                // COMMIT of an aborted transaction rolls back without an error; a statement before it fails with 25P02.
                new NpgsqlBatchCommand("SELECT 1"),
                new NpgsqlBatchCommand("COMMIT"),
                position,
            },
        };

        try
        {
            await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(CancellationToken.None);
            // COMMIT has no result set: the second one is the position.
            await reader.NextResultAsync(CancellationToken.None);
            await reader.ReadAsync(CancellationToken.None);
            var token = new WriteToken(Route.SystemId, Route.Timeline ?? 0, Pooled.Cluster.Wal.EndOf(reader.GetFieldValue<NpgsqlLogSequenceNumber>(0)));
            InTransaction = false;
            Committed = token;
            return replication.WasInterrupted ? throw new CommitNotReplicatedException(token) : token;
        }
        catch (Exception error) when (error is NpgsqlException and not PostgresException or PostgresException { SqlState: "57P01" or "08P01" or "57P02" }
            // An error after COMMIT does not undo it.
            || (error is PostgresException after && after.BatchCommand == position))
        {
            throw new CommitOutcomeUnknownException(error);
        }
        finally
        {
            replication.Dispose();
        }
    }

    private protected override Task RollbackAsync()
    {
        _rolledBack(Route);
        return base.RollbackAsync();
    }

    // Without a transaction each command would commit on its own.
    private void ThrowIfEnded()
    {
        ThrowIfDisposed();
        if (_hasEnded)
        {
            throw new InvalidOperationException("The transaction of this write scope has ended: CommitAsync was called. Open another scope for further work.");
        }
    }

    private Task SaveChangesAsync(CancellationToken cancellationToken) =>
        ContextInUse is { } context && context.ChangeTracker.HasChanges() ? context.SaveChangesAsync(cancellationToken) : Task.CompletedTask;
}
