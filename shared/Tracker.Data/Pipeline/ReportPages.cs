using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Geo.Reports;

namespace Tracker.Data.Pipeline;

/// <summary>
/// Reads parts of trackers' histories page by page, in a batch's snapshot and up to its last position. Memory is bounded regardless of
/// history length.
/// </summary>
public static class ReportPages
{
    private const string Columns = ReportHistory.Columns;

    private const string PageSql = $"""
        SELECT {Columns}
        FROM location_reports r
        WHERE r.tracker_id = $1 AND r.recorded_at >= $2 AND (r.recorded_at, r.fingerprint) >= ($2, $3) AND r.position <= $4
        ORDER BY r.recorded_at, r.fingerprint
        LIMIT $5
        """;

    private const string BackSql = $"""
        SELECT {Columns}
        FROM location_reports r
        WHERE r.tracker_id = $1 AND r.recorded_at <= $2 AND (r.recorded_at, r.fingerprint) < ($2, $3) AND r.position <= $4
        ORDER BY r.recorded_at DESC, r.fingerprint DESC
        LIMIT $5
        """;

    private const string SpansSql = $"""
        SELECT {Columns}, q.ordinal
        FROM unnest($1::bigint[], $2::timestamptz[], $3::bigint[], $4::timestamptz[], $5::bigint[])
             WITH ORDINALITY AS q(tracker_id, from_at, from_fingerprint, to_at, to_fingerprint, ordinal)
        CROSS JOIN LATERAL (
            SELECT * FROM location_reports r
            WHERE r.tracker_id = q.tracker_id AND r.recorded_at >= q.from_at AND r.recorded_at <= q.to_at
              AND (r.recorded_at, r.fingerprint) >= (q.from_at, q.from_fingerprint)
              AND (r.recorded_at, r.fingerprint) <= (q.to_at, q.to_fingerprint) AND r.position <= $6
            ORDER BY r.recorded_at, r.fingerprint) r
        """;

    // Backwards, so that the search ends at the first silence that it finds.
    private const string SilencesSql = """
        SELECT recorded_at, fingerprint, latitude, longitude, accuracy_m,
               before_at, before_fingerprint, before_latitude, before_longitude, before_accuracy_m
        FROM (SELECT r.recorded_at, r.fingerprint, r.latitude, r.longitude, r.accuracy_m,
                     lead(r.recorded_at) OVER w AS before_at, lead(r.fingerprint) OVER w AS before_fingerprint,
                     lead(r.latitude) OVER w AS before_latitude, lead(r.longitude) OVER w AS before_longitude, lead(r.accuracy_m) OVER w AS before_accuracy_m
              FROM location_reports r
              WHERE r.tracker_id = $1 AND r.recorded_at <= $2 AND (r.recorded_at, r.fingerprint) < ($2, $3) AND r.position <= $4
              WINDOW w AS (ORDER BY r.recorded_at DESC, r.fingerprint DESC)) steps
        WHERE recorded_at - before_at > $5
        ORDER BY recorded_at DESC, fingerprint DESC
        LIMIT $6
        """;

    /// <summary>At most <paramref name="limit"/> reports of a tracker from a key on, in the order of event time.</summary>
    public static async Task<List<Fix>> PageAsync(
        ReadScope read, long trackerId, ReportKey from, long upTo, int limit, CancellationToken cancellationToken) =>
        await PageAsync(read, PageSql, trackerId, from, upTo, limit, cancellationToken);

    /// <summary>At most <paramref name="limit"/> reports of a tracker before a key, the latest first.</summary>
    public static async Task<List<Fix>> BackAsync(
        ReadScope read, long trackerId, ReportKey before, long upTo, int limit, CancellationToken cancellationToken) =>
        await PageAsync(read, BackSql, trackerId, before, upTo, limit, cancellationToken);

    private static async Task<List<Fix>> PageAsync(
        ReadScope read, string sql, long trackerId, ReportKey key, long upTo, int limit, CancellationToken cancellationToken)
    {
        var fixes = new List<Fix>();
        await using ReadCommand command = read.Command(sql, trackerId, key.RecordedAt, key.Fingerprint, upTo, limit);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            fixes.Add((await BatchReader.ReportAsync(reader, cancellationToken)).Fix);
        }

        return fixes;
    }

    /// <summary>
    /// Gives each report of each span, both ends included, with the span's index: span by span, each in the order of event time.
    /// </summary>
    public static async Task SpansAsync(
        ReadScope read,
        IReadOnlyList<(long TrackerId, ReportKey From, ReportKey Through)> spans,
        long upTo,
        Action<int, Fix> take,
        CancellationToken cancellationToken)
    {
        if (spans.Count == 0)
        {
            return;
        }

        await using ReadCommand command = read.Command(
            SpansSql,
            spans.Select(span => span.TrackerId).ToArray(),
            spans.Select(span => span.From.RecordedAt).ToArray(),
            spans.Select(span => span.From.Fingerprint).ToArray(),
            spans.Select(span => span.Through.RecordedAt).ToArray(),
            spans.Select(span => span.Through.Fingerprint).ToArray(),
            upTo);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            take((int)reader.GetInt64(7) - 1, (await BatchReader.ReportAsync(reader, cancellationToken)).Fix);
        }
    }

    /// <summary>
    /// A tracker's last reports before a key that follow a silence longer than <paramref name="gap"/>, latest first, each with the report
    /// before the silence.
    /// </summary>
    public static async Task<List<(Fix Before, Fix After)>> SilencesAsync(
        ReadScope read, long trackerId, ReportKey before, long upTo, TimeSpan gap, int limit, CancellationToken cancellationToken)
    {
        var silences = new List<(Fix, Fix)>(limit);
        await using ReadCommand command = read.Command(SilencesSql, trackerId, before.RecordedAt, before.Fingerprint, upTo, gap, limit);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            silences.Add((await FixAsync(reader, 5, cancellationToken), await FixAsync(reader, 0, cancellationToken)));
        }

        return silences;
    }

    private static async Task<Fix> FixAsync(NpgsqlDataReader reader, int at, CancellationToken cancellationToken) => new(
        new ReportKey(reader.GetDateTime(at), reader.GetInt64(at + 1)),
        reader.GetDouble(at + 2),
        reader.GetDouble(at + 3),
        await reader.IsDBNullAsync(at + 4, cancellationToken) ? null : reader.GetFloat(at + 4));
}
