using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;

namespace Tracker.Data.Erasing;

/// <summary>The log of erasures: who asked, how far each is, and what ingests and the quarantine are told by.</summary>
internal static class ErasureLedger
{
    private const string TrackerSql = "SELECT id, shard FROM trackers WHERE key = $1";

    // Under the shard's lock: ingests that have it are waited for, and those that come after find the number changed.
    private const string ShardSql = "UPDATE report_shards SET erasures = erasures + 1 WHERE shard = $1";

    // The key goes at once, and is free for what comes later. No source can name the one in its place: keys are trimmed.
    // The moment is later than all that is stored: nothing that is erased can come back.
    private const string MarkSql = """
        WITH marked AS (UPDATE trackers SET key = ' erasing ' || id, name = NULL WHERE id = $1 AND key = $2 RETURNING id, shard)
        INSERT INTO erasures (key_hash, tracker_id, shard, erased_before, requested_by)
        SELECT $3, id, shard, greatest(clock_timestamp(), (SELECT max(recorded_at) + interval '1 microsecond' FROM location_reports WHERE tracker_id = $1)), $4
        FROM marked
        """;

    private const string QuarantinedOnlySql = $"""
        INSERT INTO erasures (key_hash, erased_before, requested_by)
        SELECT $3, clock_timestamp(), $4 WHERE EXISTS (SELECT FROM rejected_reports WHERE {ErasedQuarantine.OfTracker})
        """;

    private const string HoldSql = "SELECT finished_at IS NULL FROM erasures WHERE id = $1 FOR UPDATE";

    private const string CountSql = """
        UPDATE erasures SET rows = rows || jsonb_build_object($2::text, coalesce((rows->>$2::text)::bigint, 0) + $3::bigint) WHERE id = $1
        """;

    private const string FinishSql = "UPDATE erasures SET finished_at = clock_timestamp(), tracker_id = NULL WHERE id = $1";

    /// <summary>Begins an erasure: from the commit on no report of the tracker is stored that is not later.</summary>
    /// <returns>False where nothing is known of the key, or somebody else has just begun.</returns>
    public static async Task<bool> MarkAsync(WriteScope write, string key, string requestedBy, CancellationToken cancellationToken)
    {
        byte[] hash = ErasedKey.Hash(key);
        if (await TrackerAsync(write, key, cancellationToken) is not { } tracker)
        {
            await using NpgsqlCommand quarantined = write.Command(QuarantinedOnlySql, key, ErasedKey.FieldPattern(key), hash, requestedBy);
            return await quarantined.ExecuteNonQueryAsync(cancellationToken) > 0;
        }

        await using NpgsqlCommand hold = write.Command(ShardSql, tracker.Shard);
        await hold.ExecuteNonQueryAsync(cancellationToken);
        await using NpgsqlCommand mark = write.Command(MarkSql, tracker.Id, key, hash, requestedBy);
        return await mark.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Holds an erasure, so that two who work on it take turns.</summary>
    /// <returns>False where it is finished.</returns>
    /// <exception cref="InvalidOperationException">It is not there any more.</exception>
    public static async Task<bool> HoldAsync(WriteScope write, long id, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand hold = write.Command(HoldSql, id);
        return await hold.ExecuteScalarAsync(cancellationToken) is bool open
            ? open
            : throw new InvalidOperationException($"Erasure {id} is gone: a failover has lost it. Run ./tracker erase again.");
    }

    /// <summary>Adds to the number of a table's rows.</summary>
    public static async Task CountAsync(WriteScope write, long id, string table, long rows, CancellationToken cancellationToken)
    {
        if (rows > 0)
        {
            await using NpgsqlCommand count = write.Command(CountSql, id, table, rows);
            await count.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Ends it, and forgets the tracker's id.</summary>
    public static async Task FinishAsync(WriteScope write, long id, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand finish = write.Command(FinishSql, id);
        await finish.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<(long Id, short Shard)?> TrackerAsync(WriteScope write, string key, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand find = write.Command(TrackerSql, key);
        await using NpgsqlDataReader reader = await find.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetInt64(0), reader.GetInt16(1)) : null;
    }
}
