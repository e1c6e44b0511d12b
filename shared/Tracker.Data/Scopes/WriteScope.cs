using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Tracker.Data.Connections;
using Tracker.Data.Consistency;
using Tracker.Data.Retries;
using Tracker.Data.Routing;

namespace Tracker.Data.Scopes;

/// <summary>A transaction on the primary. Not committed is rolled back.</summary>
public sealed class WriteScope : Scope
{
    internal WriteScope(PooledConnection connection, RouteDecision route, Func<DbContext> contexts)
        : base(connection, route, contexts)
    {
    }

    /// <summary>A context on this transaction. <see cref="CommitAsync"/> saves its changes.</summary>
    public DbContext Context => LeaseContext();

    /// <summary>Saves the context's changes, commits, and returns the position just after the commit, in one trip.</summary>
    /// <exception cref="CommitOutcomeUnknownException">The connection broke during COMMIT.</exception>
    /// <exception cref="PostgresException">A statement failed before: nothing was committed.</exception>
    public async Task<WriteToken> CommitAsync(CancellationToken cancellationToken)
    {
        await SaveChangesAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        // Neither a time-out nor a cancellation from here on: either would end the wait for the synchronous standby, and the
        // server would answer success for a commit that is only local.
        await using var batch = new NpgsqlBatch(Connection)
        {
            Timeout = 0,
            BatchCommands =
            {
                // COMMIT of an aborted transaction answers "ROLLBACK" without an error; a statement before it fails with 25P02.
                new NpgsqlBatchCommand("SELECT 1"),
                new NpgsqlBatchCommand("COMMIT"),
                new NpgsqlBatchCommand("SELECT pg_current_wal_insert_lsn()"),
            },
        };

        try
        {
            await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(CancellationToken.None);
            // COMMIT has no result set, so the second one is the position.
            await reader.NextResultAsync(CancellationToken.None);
            await reader.ReadAsync(CancellationToken.None);
            var position = reader.GetFieldValue<NpgsqlLogSequenceNumber>(0);
            Ended = true;
            return new WriteToken(Route.SystemId, Route.Timeline ?? 0, position);
        }
        catch (Exception error) when (error is NpgsqlException and not PostgresException or PostgresException { SqlState: "57P01" or "08P01" or "57P02" })
        {
            throw new CommitOutcomeUnknownException(error);
        }
    }

    private Task SaveChangesAsync(CancellationToken cancellationToken) =>
        ContextInUse is { } context && context.ChangeTracker.HasChanges() ? context.SaveChangesAsync(cancellationToken) : Task.CompletedTask;
}
