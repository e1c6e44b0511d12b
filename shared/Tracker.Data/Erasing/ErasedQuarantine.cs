using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;

namespace Tracker.Data.Erasing;

/// <summary>A tracker's rows in the quarantine.</summary>
internal static class ErasedQuarantine
{
    /// <summary>The number of ids examined per transaction.</summary>
    public const int Window = 10_000;

    /// <summary>
    /// Whether a row belongs to the tracker with key <c>$1</c>. A row whose key could not be read counts if its text has the key
    /// (<c>$2</c>: <see cref="KeyPattern.Of"/>): it may belong to the tracker.
    /// </summary>
    public const string OfTracker = "(tracker_key = $1 OR (tracker_key IS NULL AND payload ~ $2))";

    // A fetcher quarantines in the transaction that advances its source. This waits for the one in progress; later ones see the erasure.
    private const string BarrierSql = "SELECT FROM sources WHERE id = $1 FOR SHARE";

    private const string DeleteSql = $"""
        WITH gone AS (DELETE FROM rejected_reports WHERE id BETWEEN $3 AND $4 AND {OfTracker} RETURNING reports)
        SELECT coalesce(sum(reports), 0)::bigint FROM gone
        """;

    /// <summary>The sources whose fetchers may be quarantining.</summary>
    public static async Task<int[]> SourcesAsync(ReadScope read, CancellationToken cancellationToken)
    {
        await using ReadCommand sources = read.Command("SELECT coalesce(array_agg(id ORDER BY id), '{}') FROM sources");
        return (int[])(await sources.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>
    /// Waits for a transaction of a source that quarantines. One source per transaction: the fetchers of the others don't wait meanwhile.
    /// </summary>
    public static async Task PassAsync(WriteScope write, int source, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand barrier = write.Command(BarrierSql, source);
        await barrier.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The last id. After all sources have passed, none of the tracker's erased reports is quarantined after it.</summary>
    public static async Task<long> LastAsync(ReadScope read, CancellationToken cancellationToken)
    {
        await using ReadCommand last = read.Command("SELECT coalesce(max(id), 0) FROM rejected_reports");
        return (long)(await last.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Deletes the tracker's rows in a window of ids, and returns the number of reports that they stand for.</summary>
    public static async Task<long> DeleteAsync(WriteScope write, string key, long first, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand delete = write.Command(DeleteSql, key, KeyPattern.Of(key), first, first + Window - 1);
        return (long)(await delete.ExecuteScalarAsync(cancellationToken))!;
    }
}
