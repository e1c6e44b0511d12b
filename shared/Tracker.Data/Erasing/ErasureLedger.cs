using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Locking;
using Tracker.Data.Model;

namespace Tracker.Data.Erasing;

/// <summary>The log of erasures: who requested each one, its progress, and what ingests and the quarantine refuse.</summary>
internal static class ErasureLedger
{
    private const string TrackerSql = "SELECT id, shard FROM trackers WHERE key = $1";

    // Takes the shard's lock: waits for the ingests that hold it, and later ones find the number changed.
    private const string ShardSql = "UPDATE report_shards SET erasures = erasures + 1 WHERE shard = $1";

    // The key is replaced at once and can be registered again. No source can send its replacement: keys are trimmed.
    // The moment is later than all stored reports: no erased report can come back.
    private const string MarkSql = """
        WITH marked AS (UPDATE trackers SET key = ' erasing ' || id, name = NULL WHERE id = $1 AND key = $2 RETURNING id, shard)
        INSERT INTO erasures (key_hash, tracker_id, shard, erased_before, requested_by)
        SELECT $3, id, shard,
               greatest(clock_timestamp(), (SELECT max(recorded_at) + interval '1 microsecond' FROM location_reports WHERE tracker_id = $1)), $4
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

    /// <summary>Starts an erasure: after the commit only later reports of the tracker are stored.</summary>
    /// <returns>False where nothing is stored under the key, or another erasure has just started.</returns>
    public static async Task<bool> MarkAsync(WriteScope write, string key, string requestedBy, CancellationToken cancellationToken)
    {
        byte[] hash = ErasedKey.Hash(key);
        if (await TrackerAsync(write, key, cancellationToken) is not { } tracker)
        {
            await using NpgsqlCommand quarantined = write.Command(QuarantinedOnlySql, key, KeyPattern.Of(key), hash, requestedBy);
            return await quarantined.ExecuteNonQueryAsync(cancellationToken) > 0;
        }

        // Ingests wait for the shard's lock as long as this holds it.
        await ShortWait.SetAsync(write, cancellationToken);
        await using NpgsqlCommand hold = write.Command(ShardSql, tracker.Shard);
        await hold.ExecuteNonQueryAsync(cancellationToken);
        await using NpgsqlCommand mark = write.Command(MarkSql, tracker.Id, key, hash, requestedBy);
        return await mark.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Locks an erasure, so that two processes that work on it take turns.</summary>
    /// <returns>False if it is finished.</returns>
    /// <exception cref="InvalidOperationException">The erasure no longer exists.</exception>
    public static async Task<bool> HoldAsync(WriteScope write, long id, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand hold = write.Command(HoldSql, id);
        return await hold.ExecuteScalarAsync(cancellationToken) is bool open
            ? open
            : throw new InvalidOperationException($"Erasure {id} is gone: a failover lost it. Run ./tracker erase again.");
    }

    /// <summary>Adds to the count of a table's rows.</summary>
    public static async Task CountAsync(WriteScope write, long id, string table, long rows, CancellationToken cancellationToken)
    {
        if (rows > 0)
        {
            await using NpgsqlCommand count = write.Command(CountSql, id, table, rows);
            await count.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Finishes an erasure, and deletes the tracker's id from it.</summary>
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
