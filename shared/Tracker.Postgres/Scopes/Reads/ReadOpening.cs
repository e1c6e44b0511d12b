using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Scopes.Reads;

/// <summary>The trip that opens a read on a server: what it sends beside the question where the server stands.</summary>
internal abstract record ReadOpening
{
    /// <summary>Opens the read on this server where it may do for the plan.</summary>
    /// <returns>What the server said, and the reader of the query that went along; null where it has not replayed that far.</returns>
    public abstract Task<(NodeState State, NpgsqlDataReader? Reader)?> TryAsync(
        PooledConnection connection, ReadPlan plan, CancellationToken cancellationToken);

    /// <summary>Undoes a trip whose server turned out not to do.</summary>
    public virtual Task UndoAsync(PooledConnection connection, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Nothing: the scope is handed out before its first query.</summary>
    public sealed record Look : ReadOpening
    {
        public override async Task<(NodeState State, NpgsqlDataReader? Reader)?> TryAsync(
            PooledConnection connection, ReadPlan plan, CancellationToken cancellationToken) =>
            (await ServerFacts.AskAsync(connection, cancellationToken), null);
    }

    /// <summary>The scope's first query: one trip for both.</summary>
    public sealed record FirstQuery(ReadStatement Statement) : ReadOpening
    {
        public override Task<(NodeState State, NpgsqlDataReader? Reader)?> TryAsync(
            PooledConnection connection, ReadPlan plan, CancellationToken cancellationToken) =>
            ReadRoundTrip.QueryAsync(connection, plan, Statement, cancellationToken);
    }

    /// <summary>A transaction with one snapshot for all its queries. It asks in a transaction before: asked inside, the position lies.</summary>
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
