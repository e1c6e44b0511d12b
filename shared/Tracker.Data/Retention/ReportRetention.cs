using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Pipeline;

namespace Tracker.Data.Retention;

/// <summary>
/// Drops old reports, month by month, in an order in which nothing is lost that anybody still needs: raise the horizon (older
/// reports are refused from then on); wait until each consumer has processed what is to go and has kept what it needs of it; then
/// drop. Each step is a transaction that finds out what is left to do, so it may be broken off, and run by several at once.
/// </summary>
/// <param name="database">The cluster.</param>
public sealed class ReportRetention(Database database)
{
    private const string HoldSql = "SELECT horizon, settling_before, dropped_before FROM retention FOR UPDATE";

    private static readonly string[] AllConsumers = [Consumers.LocationAggregator, Consumers.GeofenceProcessor, Consumers.TrackerStatus];

    /// <summary>How far it is, on the primary.</summary>
    public Task<RetentionState> StateAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(ReadConsistency.Primary, RetentionState.ReadAsync, cancellationToken);

    /// <summary>Goes on as far as the consumers are; what is under way is brought to its end before anything later is begun.</summary>
    /// <param name="dropBefore">The first moment of the oldest month that stays (<see cref="RetentionPlan.DropBefore"/>).</param>
    /// <param name="cancellationToken">Gives up; the next call goes on.</param>
    /// <returns>The months that this call has dropped.</returns>
    public async Task<IReadOnlyList<DateTime>> AdvanceAsync(DateTime dropBefore, CancellationToken cancellationToken)
    {
        RetentionState state = await StateAsync(cancellationToken);
        DateTime before = state.IsUnderWay ? state.SettlingBefore : dropBefore;
        if (before <= state.DroppedBefore)
        {
            return [];
        }

        if (!state.IsUnderWay)
        {
            await RaiseAsync(RetentionPlan.Horizon(before), cancellationToken);
            await AskConsumersAsync(before, cancellationToken);
            state = await StateAsync(cancellationToken);
        }

        return state.Unsettled.Count > 0 || state.SettlingBefore != before ? [] : await DropAsync(before, cancellationToken);
    }

    // Under all shards' locks: an ingest that holds one has stored what it stores, and is in the shard's head.
    private Task RaiseAsync(DateTime horizon, CancellationToken cancellationToken) => database.WriteAsync(
        UnitOfWork.Repeatable,
        async (write, token) =>
        {
            await ExecuteAsync(write.Command(HoldSql), token);
            await ExecuteAsync(write.Command("SELECT FROM report_shards ORDER BY shard FOR UPDATE"), token);
            await ExecuteAsync(write.Command("UPDATE report_shards SET horizon = $1 WHERE horizon < $1", horizon), token);
            await ExecuteAsync(write.Command("UPDATE retention SET horizon = $1 WHERE horizon < $1", horizon), token);
        },
        cancellationToken);

    // After the horizon is raised: a tracker that is registered later has no report before it. Nothing where another one has asked meanwhile:
    // what a consumer keeps for that month must not count for this one.
    private Task AskConsumersAsync(DateTime before, CancellationToken cancellationToken) => database.WriteAsync(
        UnitOfWork.Repeatable,
        async (write, token) =>
        {
            await ExecuteAsync(write.Command(HoldSql), token);
            await ExecuteAsync(
                write.Command(
                    """
                    INSERT INTO settlements (consumer, shard, tracker_id)
                    SELECT c.consumer, t.shard, t.id FROM trackers t, unnest($2::text[]) AS c(consumer), retention r
                    WHERE r.settling_before < $1 AND r.dropped_before = r.settling_before
                    ON CONFLICT DO NOTHING
                    """,
                    before,
                    AllConsumers),
                token);
            await ExecuteAsync(write.Command("UPDATE retention SET settling_before = $1 WHERE settling_before < $1 AND dropped_before = settling_before", before), token);
        },
        cancellationToken);

    private async Task<IReadOnlyList<DateTime>> DropAsync(DateTime before, CancellationToken cancellationToken)
    {
        IReadOnlyList<DateTime> dropped = [];
        await database.WriteAsync(
            UnitOfWork.Repeatable,
            async (write, token) =>
            {
                dropped = await IsStillToBeDroppedAsync(write, before, token) ? await KeptReports.ReplaceMonthsAsync(write, before, token) : [];
            },
            cancellationToken);
        return dropped;
    }

    private static async Task<bool> IsStillToBeDroppedAsync(WriteScope write, DateTime before, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand hold = write.Command(
            "SELECT settling_before = $1 AND dropped_before < $1 AND NOT EXISTS (SELECT FROM settlements) FROM retention FOR UPDATE", before);
        return (bool)(await hold.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task ExecuteAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using (command)
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
