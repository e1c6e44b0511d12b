using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Model;

namespace Tracker.Data.Retention;

/// <summary>
/// Drops old reports, month by month, so that nothing is lost that is still needed: raise the horizon (older reports are refused from
/// then on); wait until each consumer has processed the reports and handed over what it needs of them; then drop the months. Each
/// step is a transaction that finds what is left to do, so it can be interrupted and run by several processes at once.
/// </summary>
/// <param name="database">The cluster.</param>
/// <param name="time">The clock for pauses; the system's by default.</param>
public sealed class ReportRetention(Database database, TimeProvider? time = null)
{
    private const string HoldSql = "SELECT horizon, settling_before, dropped_before FROM retention FOR UPDATE";

    private const string HandOverSql =
        "UPDATE retention SET settling_before = $1 WHERE settling_before < $1 AND dropped_before = settling_before";

    private const string IsDueSql = """
        SELECT settling_before = $1 AND dropped_before < $1 AND NOT EXISTS (SELECT FROM settlements) FROM retention FOR UPDATE
        """;

    private static readonly string[] AllConsumers = [Consumers.LocationAggregator, Consumers.GeofenceProcessor, Consumers.TrackerStatus];

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>
    /// At which table the last attempt to drop months was held up, and by whom: transactions that have read reports and are still open.
    /// Null if nobody has.
    /// </summary>
    public string? BlockedBy { get; private set; }

    /// <summary>The state on the primary.</summary>
    public Task<RetentionState> StateAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(ReadConsistency.Primary, RetentionState.ReadAsync, cancellationToken);

    /// <summary>Advances as far as the consumers allow; unfinished work is finished before a later month is started.</summary>
    /// <param name="dropBefore">The first moment of the oldest month that stays (<see cref="RetentionPlan.DropBefore"/>).</param>
    /// <param name="cancellationToken">Cancels the operation; the next call resumes it.</param>
    /// <returns>The months dropped by this call. None if the consumers, or other transactions (<see cref="BlockedBy"/>), hold it up.</returns>
    public async Task<IReadOnlyList<DateTime>> AdvanceAsync(DateTime dropBefore, CancellationToken cancellationToken)
    {
        RetentionState state = await StateAsync(cancellationToken);
        DateTime before = state.IsUnderWay ? state.HandOverBefore : dropBefore;
        if (before <= state.DroppedBefore)
        {
            return [];
        }

        if (!state.IsUnderWay)
        {
            await RaiseAsync(RetentionPlan.Horizon(before), cancellationToken);
            await RequestHandOversAsync(before, cancellationToken);
            state = await StateAsync(cancellationToken);
        }

        return state.PendingHandOvers.Count > 0 || state.HandOverBefore != before ? [] : await DropAsync(before, cancellationToken);
    }

    // Under each shard's lock: an ingest that held it has committed, and the shard's head includes its reports. One shard per
    // transaction: an ingest that holds one for long blocks no other.
    private async Task RaiseAsync(DateTime horizon, CancellationToken cancellationToken)
    {
        for (short shard = 0; shard < ReportShard.Count; shard++)
        {
            short held = shard;
            await database.WriteAsync(
                UnitOfWork.Repeatable,
                (write, token) => ExecuteAsync(write.Command("UPDATE report_shards SET horizon = $1 WHERE horizon < $1 AND shard = $2", horizon, held), token),
                cancellationToken);
        }

        await database.WriteAsync(
            UnitOfWork.Repeatable,
            async (write, token) =>
            {
                await ExecuteAsync(write.Command(HoldSql), token);
                await ExecuteAsync(write.Command("UPDATE retention SET horizon = $1 WHERE horizon < $1", horizon), token);
            },
            cancellationToken);
    }

    // After the horizon is raised: a tracker that is registered later has no report before it. Does nothing if another process has
    // requested hand-overs meanwhile: a hand-over for another month must not count for this one.
    private Task RequestHandOversAsync(DateTime before, CancellationToken cancellationToken) => database.WriteAsync(
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
            await ExecuteAsync(write.Command(HandOverSql, before), token);
        },
        cancellationToken);

    private async Task<IReadOnlyList<DateTime>> DropAsync(DateTime before, CancellationToken cancellationToken)
    {
        IReadOnlyList<DateTime> dropped = [];
        await database.WriteAsync(
            UnitOfWork.Repeatable,
            async (write, token) =>
            {
                (dropped, BlockedBy) = ([], null);
                if (!await IsDueAsync(write, before, token))
                {
                    return;
                }

                // The locks are tried before the copy, which may be large, and is thrown away where they can't be had.
                IReadOnlyList<string> outdated = await KeptReports.OutdatedAsync(write, before, token);
                BlockedBy = await MonthLocks.ProbeAsync(write, outdated, database.Options.IdleInTransactionTimeout, _time, token);
                if (BlockedBy is not null)
                {
                    return;
                }

                await KeptReports.PrepareAsync(write, before, token);
                BlockedBy = await MonthLocks.TakeAsync(write, outdated, database.Options.IdleInTransactionTimeout, _time, token);
                if (BlockedBy is null)
                {
                    dropped = await KeptReports.ReplaceAsync(write, outdated, before, token);
                }
                else
                {
                    // The next attempt prepares it anew.
                    await KeptReports.DiscardAsync(write, token);
                }
            },
            cancellationToken);
        return dropped;
    }

    private static async Task<bool> IsDueAsync(WriteScope write, DateTime before, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand hold = write.Command(IsDueSql, before);
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
