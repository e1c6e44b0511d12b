using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tracker.Data.Configuration;
using Tracker.Data.Connections;
using Tracker.Data.Retries;
using Tracker.Data.Routing;

namespace Tracker.Data.Scopes;

/// <summary>Opens a write transaction in one trip: begin, its time-outs, and the server's word on what it is.</summary>
internal static class WriteOpening
{
    /// <exception cref="WrongServerException">The server is in recovery.</exception>
    public static async Task<WriteScope> OpenAsync(
        PooledConnection connection, DatabaseOptions options, Func<DbContext> contexts, CancellationToken cancellationToken)
    {
        try
        {
            await using var batch = new NpgsqlBatch(connection.Connection)
            {
                BatchCommands =
                {
                    new NpgsqlBatchCommand("BEGIN"),
                    // SET LOCAL: through PgBouncer a session's settings would reach the next client.
                    new NpgsqlBatchCommand($"SET LOCAL lock_timeout = {Milliseconds(options.LockTimeout)}"),
                    new NpgsqlBatchCommand($"SET LOCAL idle_in_transaction_session_timeout = {Milliseconds(options.IdleInTransactionTimeout)}"),
                    new NpgsqlBatchCommand(ServerFacts.Sql),
                },
            };
            RouteDecision route;
            await using (NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancellationToken))
            {
                route = await ServerFacts.ReadAsync(reader, RouteReason.Write, cancellationToken);
            }

            return route.Role == NodeRole.Primary
                ? new WriteScope(connection, route, contexts)
                : throw new WrongServerException(route.Node);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
