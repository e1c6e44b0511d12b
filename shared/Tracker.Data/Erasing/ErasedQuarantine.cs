using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;

namespace Tracker.Data.Erasing;

/// <summary>What the quarantine holds of a tracker.</summary>
internal static class ErasedQuarantine
{
    /// <summary>How many ids are looked at in one transaction.</summary>
    public const int Window = 10_000;

    /// <summary>
    /// Whether a row is of the tracker with key <c>$1</c>. Where the key could not be read, what names it (<c>$2</c>:
    /// <see cref="ErasedKey.FieldPattern"/>) goes too: it may be of that tracker, and is of no other that could be told.
    /// </summary>
    public const string OfTracker = "(tracker_key = $1 OR (tracker_key IS NULL AND payload ~ $2))";

    // A fetcher quarantines in the transaction that moves its source on. Those under way are waited for; those that come after see the erasure.
    private const string BarrierSql = "SELECT id FROM sources ORDER BY id FOR SHARE";

    private const string DeleteSql = $"""
        WITH gone AS (DELETE FROM rejected_reports WHERE id BETWEEN $3 AND $4 AND {OfTracker} RETURNING reports)
        SELECT coalesce(sum(reports), 0)::bigint FROM gone
        """;

    /// <summary>Waits for what is being quarantined; from its commit on nothing of the tracker comes in that is from before its erasure.</summary>
    /// <returns>The last id there is.</returns>
    public static async Task<long> CloseAsync(WriteScope write, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand barrier = write.Command(BarrierSql);
        await barrier.ExecuteNonQueryAsync(cancellationToken);
        await using NpgsqlCommand last = write.Command("SELECT coalesce(max(id), 0) FROM rejected_reports");
        return (long)(await last.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Deletes what is of the tracker among a window of ids, and says how many reports that were.</summary>
    public static async Task<long> DeleteAsync(WriteScope write, string key, long first, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand delete = write.Command(DeleteSql, key, ErasedKey.FieldPattern(key), first, first + Window - 1);
        return (long)(await delete.ExecuteScalarAsync(cancellationToken))!;
    }
}
