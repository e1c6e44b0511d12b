using System.Globalization;
using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>Opens a write transaction in one trip: begin, its time-outs, and the server's word on what it is.</summary>
internal static class WriteOpening
{
    /// <exception cref="WrongServerException">The server is in recovery.</exception>
    public static async Task<RouteDecision> BeginAsync(PooledConnection connection, DatabaseOptions options, CancellationToken cancellationToken)
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
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        RouteDecision route = ServerFacts.Read(reader).Route(connection.Node.Address, connection.Cluster, RouteReason.Write, null);
        return route.Role == NodeRole.Primary ? route : throw new WrongServerException(route.Node);
    }

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
