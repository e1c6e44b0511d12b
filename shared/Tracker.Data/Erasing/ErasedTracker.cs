using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;

namespace Tracker.Data.Erasing;

/// <summary>A tracker that is being erased: what is deleted of it, and what is blanked.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Shard">Its shard.</param>
internal sealed record ErasedTracker(long Id, short Shard)
{
    private const int ReportsATime = 5_000;
    private const int EntriesATime = 1_000;

    /// <summary>How many entries of a log are looked at in one transaction.</summary>
    public const int Window = 10_000;

    /// <summary>What consumers remember of a tracker, and what they are asked to do for it; the tracker itself last.</summary>
    public static readonly IReadOnlyList<(string Table, string Column)> States =
    [
        ("recomputations", "tracker_id"), ("track_days", "tracker_id"), ("stay_windows", "tracker_id"), ("fence_presences", "tracker_id"),
        ("tracker_status", "tracker_id"), ("settlements", "tracker_id"), ("kept_reports", "tracker_id"), ("stay_horizons", "tracker_id"), ("trackers", "id"),
    ];

    // What drops old months, and asks consumers what to keep of them, holds this row: it ends before the cut, or begins after it.
    private const string RetentionSql = "SELECT FROM retention FOR SHARE";

    private const string HoldSql = "SELECT min(position) FROM (SELECT position FROM consumer_cursors WHERE shard = $1 ORDER BY consumer FOR UPDATE) held";

    private const string StampSql = "UPDATE consumer_cursors SET stamp = gen_random_uuid() WHERE shard = $1";

    private const string ReportsSql = """
        DELETE FROM location_reports
        WHERE tracker_id = $1
          AND recorded_at <= coalesce((SELECT recorded_at FROM location_reports WHERE tracker_id = $1 ORDER BY recorded_at OFFSET $2 LIMIT 1), 'infinity')
        """;

    /// <summary>
    /// Deletes its rows in one transaction with new stamps for all consumers: what they have computed of it is discarded, and from then on
    /// nothing leads them to it.
    /// </summary>
    /// <param name="write">The transaction.</param>
    /// <param name="passed">The position of its last report, which all cursors have passed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<(string Table, long Rows)>> CutAsync(WriteScope write, long passed, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand retention = write.Command(RetentionSql);
        await retention.ExecuteNonQueryAsync(cancellationToken);
        await using NpgsqlCommand hold = write.Command(HoldSql, Shard);
        if ((long)(await hold.ExecuteScalarAsync(cancellationToken))! < passed)
        {
            throw new InvalidOperationException($"The cursors of shard {Shard} have gone back: a failover has lost some of their way. Run ./tracker erase again.");
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

    /// <summary>Deletes some thousand of its reports, the earliest first; 0: none are left.</summary>
    public async Task<long> DeleteReportsAsync(WriteScope write, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand delete = write.Command(ReportsSql, Id, ReportsATime - 1);
        return await delete.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Takes back some of what a log says of it and holds: blanked, and superseded by entries as blank; 0: nothing is left.</summary>
    public async Task<long> TakeBackAsync(WriteScope write, BlankedLog log, CancellationToken cancellationToken)
    {
        long[] entries = await EffectiveAsync(write, log, cancellationToken);
        if (entries.Length == 0)
        {
            return 0;
        }

        await using NpgsqlCommand number = write.Command(log.NumberSql, Shard, (long)entries.Length, log.Consumer ?? log.Table);
        long last = (long)(await number.ExecuteScalarAsync(cancellationToken))!;
        long[] numbers = [.. entries.Select((_, i) => last - entries.Length + 1 + i)];
        await using NpgsqlCommand supersede = write.Command(log.SupersedeSql, Shard, numbers, entries);
        await supersede.ExecuteNonQueryAsync(cancellationToken);
        await using NpgsqlCommand takeBack = write.Command(log.TakeBackSql, Shard, numbers, entries);
        await takeBack.ExecuteNonQueryAsync(cancellationToken);
        return entries.Length;
    }

    /// <summary>Blanks what a window of a log says of it.</summary>
    public async Task<long> BlankAsync(WriteScope write, BlankedLog log, long first, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand blank = write.Command(log.BlankSql, Shard, Id, first, first + Window - 1);
        return await blank.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<long[]> EffectiveAsync(WriteScope write, BlankedLog log, CancellationToken cancellationToken)
    {
        List<long> entries = [];
        await using NpgsqlCommand find = write.Command(log.EffectiveSql, Shard, Id, EntriesATime);
        await using NpgsqlDataReader reader = await find.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            entries.Add(reader.GetInt64(0));
        }

        return [.. entries.Order()];
    }
}
