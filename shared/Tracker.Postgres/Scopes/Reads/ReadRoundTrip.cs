using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;
using Npgsql;
using NpgsqlTypes;

namespace EFCore.ReadWriteSplitting.Scopes.Reads;

/// <summary>
/// A query and the check before it in one round trip. The statements of a batch without BEGIN are one transaction, which ends with the
/// batch. The first statement checks the server's state and makes the transaction read-only. Under READ COMMITTED the query's snapshot is
/// taken after that.
/// </summary>
internal static class ReadRoundTrip
{
    private const string ReadOnly = "SELECT set_config('transaction_read_only', 'on', true)";

    private const string ReadOnlyOnPrimary = ReadOnly + ", 1 / (NOT pg_is_in_recovery())::int";

    // The division by zero aborts the batch before the query if the server is no longer a replica, or has not replayed far enough. In
    // recovery every transaction is read-only, so set_config, which costs as much as the rest of the check, is left out.
    private const string ReplicaPosition = "SELECT 1 / pg_is_in_recovery()::int, pg_last_wal_replay_lsn()";
    private const string ReplicaFacts = "SELECT 1 / pg_is_in_recovery()::int" + ReplicaColumns;
    private const string GuardedReplicaFacts = "SELECT 1 / (pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= $1)::int" + ReplicaColumns;

    // The function behind pg_stat_wal_receiver: planning the view costs more than running the rest.
    private const string ReplicaColumns = ", true, (pg_stat_get_wal_receiver()).received_tli, pg_last_wal_replay_lsn()";
    private const string PrimaryFacts = ReadOnly + ", pg_is_in_recovery(), ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int, pg_current_wal_insert_lsn()";

    /// <summary>
    /// Opens the read and runs its first query, if the server may show the token. The reader is positioned before the query's rows.
    /// </summary>
    /// <returns>Null if the server is no longer a replica, or has not replayed far enough: the query did not run.</returns>
    public static async Task<(NodeState State, NpgsqlDataReader? Reader)?> OpenAsync(
        PooledConnection connection, ReadPlan plan, ReadStatement statement, CancellationToken cancellationToken)
    {
        // The timeline is queried only if the requirement uses it: the WAL receiver is half of the cost of the check.
        bool asksPosition = connection.Node.Role != NodeRole.Primary && !plan.Requirement.UsesTimeline;
        NpgsqlBatch batch = statement.ToBatch(connection.Connection, asksPosition ? new NpgsqlBatchCommand(ReplicaPosition) : Check(connection, plan));
        NpgsqlDataReader? reader = null;
        try
        {
            reader = await batch.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            ServerFacts facts = asksPosition ? ReadPosition(reader, connection.Node.Latest?.Timeline) : ServerFacts.Read(reader, first: 1);
            await reader.NextResultAsync(cancellationToken);
            return (facts.Of(connection), reader);
        }
        catch (PostgresException unfit) when (reader is null
            && unfit.SqlState is (PostgresErrorCodes.DivisionByZero or PostgresErrorCodes.ObjectNotInPrerequisiteState))
        {
            // The guard of a replica failed, or the check for a primary ran on a demoted one.
            return null;
        }
        catch (Exception error)
        {
            await EndAsync(reader, error, connection);
            throw;
        }
    }

    /// <summary>Runs a further query of an open scope. A primary must still be a primary.</summary>
    /// <exception cref="WrongServerException">The primary was demoted.</exception>
    public static async Task<NpgsqlDataReader> QueryAsync(
        PooledConnection connection, bool onPrimary, ReadStatement statement, CancellationToken cancellationToken)
    {
        NpgsqlDataReader? reader = null;
        try
        {
            reader = await statement.ToBatch(connection.Connection, new NpgsqlBatchCommand(onPrimary ? ReadOnlyOnPrimary : ReadOnly)).ExecuteReaderAsync(cancellationToken);
            await reader.NextResultAsync(cancellationToken);
            return reader;
        }
        catch (PostgresException demoted) when (reader is null && onPrimary && demoted.SqlState == PostgresErrorCodes.DivisionByZero)
        {
            throw new WrongServerException(connection.Node.Address);
        }
        catch (Exception error)
        {
            await EndAsync(reader, error, connection);
            throw;
        }
    }

    /// <exception cref="CommandTimeoutException">The error is the command's time-out.</exception>
    private static async ValueTask EndAsync(NpgsqlDataReader? reader, Exception error, PooledConnection connection)
    {
        if (reader is not null)
        {
            await reader.DisposeAsync();
        }

        if (SlowCommand.Is(error))
        {
            throw SlowCommand.Explain(error, connection);
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

    // Only the position was queried: the timeline is the last known one.
    private static ServerFacts ReadPosition(NpgsqlDataReader reader, int? knownTimeline) => new(
        NodeRole.Replica, knownTimeline, reader.IsDBNull(1) ? default : reader.GetFieldValue<NpgsqlLogSequenceNumber>(1));
}
