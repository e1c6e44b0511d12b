using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.OutputLogs;

namespace Tracker.Data.Erasing;

/// <summary>A tracker that is being erased: what is deleted, and what is blanked.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Shard">Its shard.</param>
internal sealed record ErasedTracker(long Id, short Shard)
{
    private const int ReportsPerTransaction = 5_000;
    private const int EntriesPerTransaction = 1_000;

    /// <summary>The number of log entries examined per transaction.</summary>
    public const int Window = 10_000;

    /// <summary>The tables of consumers' state and of requests to them; the tracker itself last.</summary>
    public static readonly IReadOnlyList<(string Table, string Column)> States =
    [
        ("recomputations", "tracker_id"), ("track_days", "tracker_id"), ("stay_windows", "tracker_id"), ("fence_presences", "tracker_id"),
        ("tracker_status", "tracker_id"), ("settlements", "tracker_id"), ("kept_reports", "tracker_id"), ("stay_horizons", "tracker_id"),
        ("trackers", "id"),
    ];

    // Retention holds this row while it drops months or requests hand-overs: it commits before this transaction, or starts after it.
    private const string RetentionSql = "SELECT FROM retention FOR SHARE";

    private const string HoldSql =
        "SELECT min(position) FROM (SELECT position FROM consumer_cursors WHERE shard = $1 ORDER BY consumer FOR UPDATE) held";

    private const string StampSql = "UPDATE consumer_cursors SET stamp = gen_random_uuid() WHERE shard = $1";

    private const string ReportsSql = """
        DELETE FROM location_reports
        WHERE tracker_id = $1
          AND recorded_at <= coalesce(
              (SELECT recorded_at FROM location_reports WHERE tracker_id = $1 ORDER BY recorded_at OFFSET $2 LIMIT 1), 'infinity')
        """;

    /// <summary>
    /// Deletes its rows and sets new stamps for all consumers in one transaction: batches computed from its data are discarded, and later
    /// ones find nothing of it.
    /// </summary>
    /// <param name="write">The transaction.</param>
    /// <param name="passed">The position of its last report, which all cursors have passed.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<IReadOnlyList<(string Table, long Rows)>> DeleteRowsAsync(WriteScope write, long passed, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand retention = write.Command(RetentionSql);
        await retention.ExecuteNonQueryAsync(cancellationToken);
        await using NpgsqlCommand hold = write.Command(HoldSql, Shard);
        if ((long)(await hold.ExecuteScalarAsync(cancellationToken))! < passed)
        {
            throw new InvalidOperationException(
                $"The cursors of shard {Shard} have gone back: a failover lost some commits. Run ./tracker erase again.");
        }

        await using NpgsqlCommand stamp = write.Command(StampSql, Shard);
        await stamp.ExecuteNonQueryAsync(cancellationToken);
        List<(string, long)> deleted = [];
        foreach ((string table, string column) in States)
        {
            await using NpgsqlCommand delete = write.Command($"DELETE FROM {table} WHERE {column} = $1", Id);
            deleted.Add((table, await delete.ExecuteNonQueryAsync(cancellationToken)));
        }

        return deleted;
    }

    /// <summary>Deletes up to some thousands of its reports, the earliest first; returns 0 when none is left.</summary>
    public async Task<long> DeleteReportsAsync(WriteScope write, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand delete = write.Command(ReportsSql, Id, ReportsPerTransaction - 1);
        return await delete.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Blanks some of its effective entries in a log and supersedes them by blank ones; returns 0 when none is left.</summary>
    public async Task<long> SupersedeAsync(WriteScope write, ErasedLog log, CancellationToken cancellationToken)
    {
        long[] entries = await EffectiveAsync(write, log, cancellationToken);
        if (entries.Length == 0)
        {
            return 0;
        }

        long first = await log.Log.TakeNumbersAsync(write, Shard, entries.Length, cancellationToken);
        long[] numbers = OutputLog.Numbers(first, entries.Length);
        await using NpgsqlCommand supersede = write.Command(log.SupersedeSql, Shard, numbers, entries);
        await supersede.ExecuteNonQueryAsync(cancellationToken);
        await using NpgsqlCommand repeat = write.Command(log.RepeatSql, Shard, numbers, entries);
        await repeat.ExecuteNonQueryAsync(cancellationToken);
        return entries.Length;
    }

    /// <summary>Blanks its entries in a window of a log.</summary>
    public async Task<long> BlankAsync(WriteScope write, ErasedLog log, long first, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand blank = write.Command(log.BlankSql, Shard, Id, first, first + Window - 1);
        return await blank.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<long[]> EffectiveAsync(WriteScope write, ErasedLog log, CancellationToken cancellationToken)
    {
        List<long> entries = [];
        await using NpgsqlCommand find = write.Command(log.EffectiveSql, Shard, Id, EntriesPerTransaction);
        await using NpgsqlDataReader reader = await find.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            entries.Add(reader.GetInt64(0));
        }

        return [.. entries.Order()];
    }
}
