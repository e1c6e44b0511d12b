using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Scopes.Reads;

/// <summary>
/// The round trip that opens a read on a server: queries the server's state, and runs the first query or begins a transaction.
/// </summary>
internal abstract record ReadOpening
{
    /// <summary>Opens the read on this server if the server may meet the plan.</summary>
    /// <returns>The server's state and the reader of the query, if any; null if the server has not replayed far enough.</returns>
    public abstract Task<(NodeState State, NpgsqlDataReader? Reader)?> TryAsync(
        PooledConnection connection, ReadPlan plan, CancellationToken cancellationToken);

    /// <summary>Undoes the opening on a server that does not meet the plan.</summary>
    public virtual Task UndoAsync(PooledConnection connection, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Queries only the state: the scope is opened before its first query.</summary>
    public sealed record WithoutQuery : ReadOpening
    {
        public override async Task<(NodeState State, NpgsqlDataReader? Reader)?> TryAsync(
            PooledConnection connection, ReadPlan plan, CancellationToken cancellationToken) =>
            (await ServerFacts.AskAsync(connection, cancellationToken), null);
    }

    /// <summary>Queries the state and runs the scope's first query in one round trip.</summary>
    public sealed record FirstQuery(ReadStatement Statement) : ReadOpening
    {
        public override Task<(NodeState State, NpgsqlDataReader? Reader)?> TryAsync(
            PooledConnection connection, ReadPlan plan, CancellationToken cancellationToken) =>
            ReadRoundTrip.OpenAsync(connection, plan, Statement, cancellationToken);
    }

    /// <summary>Begins a transaction with one snapshot for all queries. The state is queried in a transaction before it, because the snapshot must be
    /// newer than the position.</summary>
    public sealed record Snapshot : ReadOpening
    {
        private static readonly string[] Statements =
            ["BEGIN READ ONLY", ServerFacts.Sql, "COMMIT", "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"];

        public override async Task<(NodeState State, NpgsqlDataReader? Reader)?> TryAsync(
            PooledConnection connection, ReadPlan plan, CancellationToken cancellationToken)
        {
            await using var batch = new NpgsqlBatch(connection.Connection);
            foreach (string statement in Statements)
            {
                batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
            }

            await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            return (ServerFacts.Read(reader).Of(connection), null);
        }

        public override async Task UndoAsync(PooledConnection connection, CancellationToken cancellationToken)
        {
            await using var rollback = new NpgsqlCommand("ROLLBACK", connection.Connection);
            await rollback.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
