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
    private readonly Func<CancellationToken, CommitDeadline> _deadline;
    private bool _hasEnded;

    internal WriteScope(
        PooledConnection connection,
        RouteDecision route,
        ScopeEnvironment environment,
        Func<CancellationToken, CommitDeadline> deadline,
        Action<RouteDecision> rolledBack)
        : base(environment)
    {
        (_deadline, _rolledBack) = (deadline, rolledBack);
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

    internal int LockTimeoutSeconds => (int)Math.Ceiling(Pooled.Options.LockTimeout.TotalSeconds);

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
        var position = new NpgsqlBatchCommand("SELECT pg_current_wal_flush_lsn(), pg_current_wal_insert_lsn()");
        // No timeout and no cancellation from here on, only the deadline.
        await using var batch = new NpgsqlBatch(Pooled.Connection)
        {
            Timeout = 0,
            BatchCommands =
            {
                // COMMIT of an aborted transaction rolls back without an error; a statement before it fails with 25P02.
                new NpgsqlBatchCommand("SELECT current_setting('synchronous_commit') = 'off'"),
                new NpgsqlBatchCommand("COMMIT"),
                position,
            },
        };
        using CommitDeadline deadline = _deadline(cancellationToken);
        try
        {
            return await SendAsync(batch, deadline.Token);
        }
        catch (Exception error) when (IsOutcomeLost(error, position))
        {
            throw new CommitOutcomeUnknownException(deadline.Explain(error));
        }
        finally
        {
            if (deadline.IsOver)
            {
                Pooled.Discard();
            }
        }
    }

    private async Task<WriteToken> SendAsync(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        using var replication = new SyncRepListener(Pooled.Connection);
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        bool isAsynchronous = reader.GetBoolean(0);
        // COMMIT has no result set: the second one is the position.
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        // What the commit waited for is flushed. The insert position covers more: the WAL of open transactions, which no replica receives yet.
        NpgsqlLogSequenceNumber position = isAsynchronous
            ? Pooled.Cluster.Wal.EndOf(reader.GetFieldValue<NpgsqlLogSequenceNumber>(1))
            : reader.GetFieldValue<NpgsqlLogSequenceNumber>(0);
        var token = new WriteToken(Route.SystemId, Route.Timeline ?? 0, position);
        InTransaction = false;
        Committed = token;
        return replication.WasInterrupted ? throw new CommitNotReplicatedException(token) : token;
    }

    // After a fatal error, and one of a proxy (class 08), nobody knows which statement it interrupted. An error after COMMIT does not undo it.
    private static bool IsOutcomeLost(Exception error, NpgsqlBatchCommand afterCommit) => error switch
    {
        PostgresException server => server.InvariantSeverity is "FATAL" or "PANIC"
            || server.SqlState is "57P01" or "57P02"
            || server.SqlState.StartsWith("08", StringComparison.Ordinal)
            || server.BatchCommand == afterCommit,
        NpgsqlException or OperationCanceledException or IOException or ObjectDisposedException => true,
        _ => false,
    };

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
