using Npgsql;
using Tracker.Data.Connections;
using Tracker.Data.Routing;

namespace Tracker.Data.Scopes;

/// <summary>The trips that begin and end a read transaction. Each gives the connection back if it fails.</summary>
internal static class ReadOpening
{
    private const string ReadCommitted = "BEGIN READ ONLY";
    private const string RepeatableRead = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";

    public static Task<RouteDecision> BeginAsync(PooledConnection connection, bool snapshot, CancellationToken cancellationToken) =>
        RunAsync(connection, [snapshot ? RepeatableRead : ReadCommitted, ServerFacts.Sql], cancellationToken);

    /// <summary>Asks first, in a transaction of its own, and begins after: asked inside a snapshot, the position lies.</summary>
    public static Task<RouteDecision> CheckThenBeginAsync(PooledConnection connection, bool snapshot, CancellationToken cancellationToken) =>
        RunAsync(connection, [ReadCommitted, ServerFacts.Sql, "COMMIT", snapshot ? RepeatableRead : ReadCommitted], cancellationToken);

    /// <summary>Ends the transaction; the connection stays in use.</summary>
    public static async Task EndAsync(PooledConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await using var rollback = new NpgsqlCommand("ROLLBACK", connection.Connection);
            await rollback.ExecuteNonQueryAsync(cancellationToken);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the transaction and gives the connection back.</summary>
    public static async Task AbandonAsync(PooledConnection connection, CancellationToken cancellationToken)
    {
        await EndAsync(connection, cancellationToken);
        await connection.DisposeAsync();
    }

    private static async Task<RouteDecision> RunAsync(PooledConnection connection, string[] statements, CancellationToken cancellationToken)
    {
        try
        {
            await using var batch = new NpgsqlBatch(connection.Connection);
            foreach (string statement in statements)
            {
                batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
            }

            await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancellationToken);
            return await ServerFacts.ReadAsync(reader, RouteReason.Replica, cancellationToken);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
