using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>A transaction on the primary. Not committed is rolled back.</summary>
public sealed class WriteScope : Scope
{
    private readonly Action<RouteDecision> _abandoned;

    internal WriteScope(PooledConnection connection, RouteDecision route, ScopeEnvironment environment, Action<RouteDecision> abandoned)
        : base(environment)
    {
        _abandoned = abandoned;
        Bind(connection, route);
        InTransaction = true;
    }

    /// <summary>A context on this transaction. <see cref="CommitAsync"/> saves its changes.</summary>
    public DbContext Context => LeaseContext();

    internal override NpgsqlConnection ConnectionForCommand => Pooled.Connection;

    /// <summary>A command in this transaction.</summary>
    /// <param name="sql">SQL with positional parameters (<c>$1</c>).</param>
    /// <param name="parameters">Their values, in order.</param>
    public NpgsqlCommand Command(string sql, params ReadOnlySpan<object?> parameters)
    {
        NpgsqlCommand command = NewCommand(sql, parameters);
        command.Connection = Pooled.Connection;
        return command;
    }

    /// <summary>A command in this transaction with one parameter, a text array (which would else count as many parameters).</summary>
    public NpgsqlCommand Command(string sql, string[] parameter) => Command(sql, [(object)parameter]);

    /// <summary>Saves the context's changes, commits, and returns the position just after the commit, in one trip.</summary>
    /// <exception cref="CommitOutcomeUnknownException">The connection broke during COMMIT, or the question for the position failed after it.</exception>
    /// <exception cref="CommitNotReplicatedException">Committed, but somebody ended the wait for the standby.</exception>
    /// <exception cref="PostgresException">A statement failed before: nothing was committed.</exception>
    public async Task<WriteToken> CommitAsync(CancellationToken cancellationToken)
    {
        await SaveChangesAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var waited = new SynchronousWait(Pooled.Connection);
        var position = new NpgsqlBatchCommand("SELECT pg_current_wal_insert_lsn()");
        // Neither a time-out nor a cancellation from here on: either would end the wait for the synchronous standby, and the
        // server would answer success for a commit that is only local.
        await using var batch = new NpgsqlBatch(Pooled.Connection)
        {
            Timeout = 0,
            BatchCommands =
            {
                // COMMIT of an aborted transaction answers "ROLLBACK" without an error; a statement before it fails with 25P02.
                new NpgsqlBatchCommand("SELECT 1"),
                new NpgsqlBatchCommand("COMMIT"),
                position,
            },
        };

        try
        {
            await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(CancellationToken.None);
            // COMMIT has no result set, so the second one is the position.
            await reader.NextResultAsync(CancellationToken.None);
            await reader.ReadAsync(CancellationToken.None);
            var token = new WriteToken(Route.SystemId, Route.Timeline ?? 0, Pooled.Cluster.Wal.EndOf(reader.GetFieldValue<NpgsqlLogSequenceNumber>(0)));
            InTransaction = false;
            return waited.WasCut ? throw new CommitNotReplicatedException(token) : token;
        }
        catch (Exception error) when (error is NpgsqlException and not PostgresException or PostgresException { SqlState: "57P01" or "08P01" or "57P02" }
            // Whatever failed after COMMIT, it did not take it back.
            || (error is PostgresException after && after.BatchCommand == position))
        {
            throw new CommitOutcomeUnknownException(error);
        }
        finally
        {
            waited.Dispose();
        }
    }

    private protected override Task RollbackAsync()
    {
        _abandoned(Route);
        return base.RollbackAsync();
    }

    private Task SaveChangesAsync(CancellationToken cancellationToken) =>
        ContextInUse is { } context && context.ChangeTracker.HasChanges() ? context.SaveChangesAsync(cancellationToken) : Task.CompletedTask;
}
