using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Geo.Reports;

namespace Tracker.Data.Pipeline;

/// <summary>Reads reports before and after a batch's reports, in the batch's snapshot and up to its last position.</summary>
public static class ReportHistory
{
    /// <summary>What <see cref="BatchReader.ReportAsync"/> reads of a report <c>r</c>.</summary>
    internal const string Columns = "r.tracker_id, r.position, r.recorded_at, r.fingerprint, r.latitude, r.longitude, r.accuracy_m";

    // recorded_at <= / >= beside the row comparison, here and in ReportPages: partitions are pruned by it.
    private const string BeforeSql = $"""
        SELECT {Columns}
        FROM unnest($1::bigint[], $2::timestamptz[], $3::bigint[]) AS q(tracker_id, recorded_at, fingerprint)
        CROSS JOIN LATERAL (
            SELECT * FROM location_reports r
            WHERE r.tracker_id = q.tracker_id AND r.recorded_at <= q.recorded_at
              AND (r.recorded_at, r.fingerprint) < (q.recorded_at, q.fingerprint) AND r.position <= $4
              AND (r.accuracy_m IS NULL OR r.accuracy_m <= $5)
            ORDER BY r.recorded_at DESC, r.fingerprint DESC LIMIT 1) r
        """;

    private const string AfterSql = $"""
        SELECT {Columns}
        FROM unnest($1::bigint[], $2::timestamptz[], $3::bigint[]) AS q(tracker_id, recorded_at, fingerprint)
        CROSS JOIN LATERAL (
            SELECT * FROM location_reports r
            WHERE r.tracker_id = q.tracker_id AND r.recorded_at >= q.recorded_at
              AND (r.recorded_at, r.fingerprint) > (q.recorded_at, q.fingerprint) AND r.position <= $4
            ORDER BY r.recorded_at, r.fingerprint LIMIT 1) r
        """;

    private const string FromSql = $"""
        SELECT {Columns}
        FROM unnest($1::bigint[], $2::timestamptz[], $3::bigint[]) AS q(tracker_id, recorded_at, fingerprint)
        CROSS JOIN LATERAL (
            SELECT * FROM location_reports r
            WHERE r.tracker_id = q.tracker_id AND r.recorded_at >= q.recorded_at
              AND (r.recorded_at, r.fingerprint) >= (q.recorded_at, q.fingerprint) AND r.position <= $4
            ORDER BY r.recorded_at, r.fingerprint LIMIT $5) r
        """;

    /// <summary>For each tracker its last report before a key, at or below a position; trackers without one are left out.</summary>
    /// <param name="read">The batch's snapshot.</param>
    /// <param name="keys">One key per tracker.</param>
    /// <param name="upTo">Reports after this position are ignored.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <param name="coarsest">Metres; coarser reports are skipped. Unknown accuracy is not coarse.</param>
    public static async Task<Dictionary<long, Fix>> BeforeAsync(
        ReadScope read,
        IReadOnlyCollection<KeyValuePair<long, ReportKey>> keys,
        long upTo,
        CancellationToken cancellationToken,
        double coarsest = double.PositiveInfinity) =>
        (await ReadAsync(read, BeforeSql, keys, [upTo, coarsest], cancellationToken))
            .ToDictionary(report => report.TrackerId, report => report.Fix);

    /// <summary>For each tracker its first report after a key, at or below a position; trackers without one are left out.</summary>
    public static async Task<Dictionary<long, Fix>> AfterAsync(
        ReadScope read, IReadOnlyCollection<KeyValuePair<long, ReportKey>> keys, long upTo, CancellationToken cancellationToken) =>
        (await ReadAsync(read, AfterSql, keys, [upTo], cancellationToken)).ToDictionary(report => report.TrackerId, report => report.Fix);

    /// <summary>
    /// For each tracker its first reports from a key on, in the order of event time, at or below a position; trackers without any are
    /// left out.
    /// </summary>
    /// <param name="read">The batch's snapshot.</param>
    /// <param name="keys">One key per tracker.</param>
    /// <param name="upTo">Reports after this position are ignored.</param>
    /// <param name="limit">The greatest number of reports per tracker.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static async Task<Dictionary<long, List<Fix>>> FromAsync(
        ReadScope read,
        IReadOnlyCollection<KeyValuePair<long, ReportKey>> keys,
        long upTo,
        int limit,
        CancellationToken cancellationToken) =>
        (await ReadAsync(read, FromSql, keys, [upTo, limit], cancellationToken))
            .GroupBy(report => report.TrackerId)
            .ToDictionary(group => group.Key, group => group.Select(report => report.Fix).ToList());

    private static async Task<List<StoredReport>> ReadAsync(
        ReadScope read,
        string sql,
        IReadOnlyCollection<KeyValuePair<long, ReportKey>> keys,
        object[] limits,
        CancellationToken cancellationToken)
    {
        var reports = new List<StoredReport>();
        if (keys.Count == 0)
        {
            return reports;
        }

        await using ReadCommand command = read.Command(
            sql,
            [
                keys.Select(pair => pair.Key).ToArray(),
                keys.Select(pair => pair.Value.RecordedAt).ToArray(),
                keys.Select(pair => pair.Value.Fingerprint).ToArray(),
                .. limits,
            ]);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            reports.Add(await BatchReader.ReportAsync(reader, cancellationToken));
        }

        return reports;
    }
}
