using System.Globalization;
using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>Begins a write transaction in one round trip: BEGIN, its timeouts, and the query of the server's role and position.</summary>
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
                // SET LOCAL, because PgBouncer passes session settings on to the next client.
                new NpgsqlBatchCommand($"SET LOCAL lock_timeout = {Milliseconds(options.LockTimeout)}"),
                new NpgsqlBatchCommand($"SET LOCAL idle_in_transaction_session_timeout = {Milliseconds(options.IdleInTransactionTimeout)}"),
                new NpgsqlBatchCommand(ServerFacts.Sql),
            },
        };
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        NodeState state = ServerFacts.Read(reader).Of(connection);
        return state.Role == NodeRole.Primary ? new RouteDecision(state, RouteReason.Write, null) : throw new WrongServerException(state.Node);
    }

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
