using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Geo.Time;

namespace Tracker.Data.Pipeline;

/// <summary>A tracker whose results a consumer has to recompute.</summary>
/// <param name="Ids">The requests that it completes.</param>
/// <param name="TrackerId">The tracker.</param>
/// <param name="From">Event time, UTC, from which on results are recomputed; the start of time for all results.</param>
public sealed record Recomputation(IReadOnlyList<long> Ids, long TrackerId, DateTime From);

/// <summary>
/// Requests to recompute results, one row per tracker and consumer. A consumer handles a request like a late report: it computes
/// from that moment on and writes what differs, in the transaction that ends the request. Recomputations can therefore run
/// beside live reports, on any number of instances, and resume after an interruption.
/// </summary>
public static class Recomputations
{
    private const string RequestSql = """
        INSERT INTO recomputations (request, consumer, tracker_id, shard, recompute_from)
        SELECT $1, $2, id, shard, $3 FROM trackers WHERE $4::text IS NULL OR key = $4
        """;

    // Live reports first: a shard is due once it has no unprocessed reports.
    private const string DueSql = """
        SELECT s.shard
        FROM report_shards s JOIN consumer_cursors c ON c.consumer = $1 AND c.shard = s.shard AND c.position = s.head
        WHERE EXISTS (SELECT FROM recomputations r WHERE r.consumer = $1 AND r.shard = s.shard)
        """;

    private const string NextSql = """
        SELECT array_agg(id), tracker_id, min(recompute_from)
        FROM recomputations
        WHERE consumer = $1 AND shard = $2
          AND tracker_id = (SELECT tracker_id FROM recomputations WHERE consumer = $1 AND shard = $2 ORDER BY id LIMIT 1)
        GROUP BY tracker_id
        """;

    /// <summary>Requests a recomputation of one tracker, or of all.</summary>
    /// <param name="write">The transaction.</param>
    /// <param name="request">Identifies the request, for <see cref="LeftAsync"/>.</param>
    /// <param name="consumer">The consumer whose results are recomputed.</param>
    /// <param name="tracker">A tracker's key; null: all.</param>
    /// <param name="from">Event time, UTC; null: from the beginning.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The number of trackers requested.</returns>
    public static async Task<int> RequestAsync(
        WriteScope write, Guid request, string consumer, string? tracker, DateTime? from, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = write.Command(
            RequestSql,
            request,
            consumer,
            from ?? DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc),
            (object?)tracker ?? DBNull.Value);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>How many trackers of a request are still to be recomputed.</summary>
    public static async Task<long> LeftAsync(ReadScope read, Guid request, CancellationToken cancellationToken)
    {
        await using ReadCommand command = read.Command("SELECT count(*) FROM recomputations WHERE request = $1", request);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The shards in which a consumer has no unprocessed reports and a recomputation to do.</summary>
    public static async Task<HashSet<short>> DueAsync(ReadScope read, string consumer, CancellationToken cancellationToken)
    {
        var shards = new HashSet<short>();
        await using ReadCommand command = read.Command(DueSql, consumer);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            shards.Add(reader.GetInt16(0));
        }

        return shards;
    }

    /// <summary>The next tracker to recompute in a shard; null where there is none.</summary>
    public static async Task<Recomputation?> NextAsync(ReadScope read, string consumer, short shard, CancellationToken cancellationToken)
    {
        await using ReadCommand command = read.Command(NextSql, consumer, shard);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new Recomputation(reader.GetFieldValue<long[]>(0), reader.GetInt64(1), StoredTime.Utc(reader.GetDateTime(2)))
            : null;
    }

    /// <summary>Ends requests, in the transaction that writes their results.</summary>
    public static async Task EndAsync(WriteScope write, Recomputation request, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand end = write.Command("DELETE FROM recomputations WHERE id = ANY($1)", request.Ids.ToArray());
        await end.ExecuteNonQueryAsync(cancellationToken);
    }
}
