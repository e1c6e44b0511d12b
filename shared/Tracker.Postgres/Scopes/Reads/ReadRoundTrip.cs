using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;
using Npgsql;
using NpgsqlTypes;

namespace EFCore.ReadWriteSplitting.Scopes.Reads;

/// <summary>
/// A query and what must be asked before it, in one trip: the statements of a batch without BEGIN are one transaction, which the
/// server ends at its end whatever happens. Its first statement asks the server where it stands and sees to it that the transaction
/// is read only; under READ COMMITTED the query's snapshot is taken after that.
/// </summary>
internal static class ReadRoundTrip
{
    private const string ReadOnly = "SELECT set_config('transaction_read_only', 'on', true)";

    private const string ReadOnlyOnPrimary = ReadOnly + ", 1 / (NOT pg_is_in_recovery())::int";

    // Each ends the trip before the query runs: where the replica is none any more, or is not there yet. A transaction that is in
    // recovery is read only without being told; set_config alone costs as much as the rest of the question.
    private const string ReplicaPosition = "SELECT 1 / pg_is_in_recovery()::int, pg_last_wal_replay_lsn()";
    private const string ReplicaFacts = "SELECT 1 / pg_is_in_recovery()::int" + ReplicaColumns;
    private const string GuardedReplicaFacts = "SELECT 1 / (pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= $1)::int" + ReplicaColumns;

    // The function behind pg_stat_wal_receiver: the view costs more to plan than the rest to run.
    private const string ReplicaColumns = ", true, (pg_stat_get_wal_receiver()).received_tli, pg_last_wal_replay_lsn()";
    private const string PrimaryFacts = ReadOnly + ", pg_is_in_recovery(), ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int, pg_current_wal_insert_lsn()";

    /// <summary>Runs the query where the server may be past the token; its reader stands before the query's rows.</summary>
    /// <returns>Null where the server is no replica any more, or has not replayed that far: the query did not run.</returns>
    public static async Task<(NodeState State, NpgsqlDataReader? Reader)?> QueryAsync(
        PooledConnection connection, ReadPlan plan, ReadStatement statement, CancellationToken cancellationToken)
    {
        // Where nothing is proven by it, the timeline is not worth its price: the WAL receiver is half of the question's cost.
        bool asksPosition = connection.Node.Role != NodeRole.Primary && !plan.Requirement.AsksTimeline;
        NpgsqlBatch batch = statement.ToBatch(connection.Connection, asksPosition ? new NpgsqlBatchCommand(ReplicaPosition) : Check(connection, plan));
        NpgsqlDataReader reader;
        try
        {
            reader = await batch.ExecuteReaderAsync(cancellationToken);
        }
        catch (PostgresException unfit) when (unfit.SqlState is PostgresErrorCodes.DivisionByZero or PostgresErrorCodes.ObjectNotInPrerequisiteState)
        {
            // A replica's guard; or a primary's question met a replica: it was demoted.
            return null;
        }

        try
        {
            await reader.ReadAsync(cancellationToken);
            ServerFacts facts = asksPosition ? ReadPosition(reader, connection.Node.Latest?.Timeline) : ServerFacts.Read(reader, first: 1);
            await reader.NextResultAsync(cancellationToken);
            return (facts.Of(connection), reader);
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a further query of a scope whose server is chosen already; a primary must still be one.</summary>
    /// <exception cref="WrongServerException">It was demoted since.</exception>
    public static async Task<NpgsqlDataReader> QueryAsync(
        PooledConnection connection, bool onPrimary, ReadStatement statement, CancellationToken cancellationToken)
    {
        NpgsqlDataReader reader;
        try
        {
            reader = await statement.ToBatch(connection.Connection, new NpgsqlBatchCommand(onPrimary ? ReadOnlyOnPrimary : ReadOnly)).ExecuteReaderAsync(cancellationToken);
        }
        catch (PostgresException demoted) when (onPrimary && demoted.SqlState == PostgresErrorCodes.DivisionByZero)
        {
            throw new WrongServerException(connection.Node.Address);
        }

        try
        {
            await reader.NextResultAsync(cancellationToken);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    private static NpgsqlBatchCommand Check(PooledConnection connection, ReadPlan plan)
    {
        if (connection.Node.Role == NodeRole.Primary)
        {
            return new NpgsqlBatchCommand(PrimaryFacts);
        }

        return plan.Requirement.MustShow is { } asked
            ? new NpgsqlBatchCommand(GuardedReplicaFacts) { Parameters = { new NpgsqlParameter<NpgsqlLogSequenceNumber> { TypedValue = asked.Position, NpgsqlDbType = NpgsqlDbType.PgLsn } } }
            : new NpgsqlBatchCommand(ReplicaFacts);
    }

    // A replica that was asked for its position alone: it is on the timeline that it was last seen on.
    private static ServerFacts ReadPosition(NpgsqlDataReader reader, int? knownTimeline) => new(
        NodeRole.Replica, knownTimeline, reader.IsDBNull(1) ? default : reader.GetFieldValue<NpgsqlLogSequenceNumber>(1));
}
