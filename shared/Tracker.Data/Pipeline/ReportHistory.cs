using Npgsql;
using Tracker.Data.Reports;
using Tracker.Data.Scopes;

namespace Tracker.Data.Pipeline;

/// <summary>Reads what was reported before and after a batch's reports, in the batch's snapshot and up to its last position.</summary>
public static class ReportHistory
{
    private const string Columns = "r.tracker_id, r.position, r.recorded_at, r.fingerprint, r.latitude, r.longitude, r.accuracy_m";

    // recorded_at <= / >= beside the row comparison: it is what partitions are pruned by.
    private const string BeforeSql = $"""
        SELECT {Columns}
        FROM unnest($1::bigint[], $2::timestamptz[], $3::bigint[]) AS q(tracker_id, recorded_at, fingerprint)
        CROSS JOIN LATERAL (
            SELECT * FROM location_reports r
            WHERE r.tracker_id = q.tracker_id AND r.recorded_at <= q.recorded_at
              AND (r.recorded_at, r.fingerprint) < (q.recorded_at, q.fingerprint) AND r.position <= $4
            ORDER BY r.recorded_at DESC, r.fingerprint DESC LIMIT 1) r
        """;

    private const string NextSql = $"""
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
            ORDER BY r.recorded_at, r.fingerprint) r
        """;

    private const string BetweenSql = $"""
        SELECT {Columns}
        FROM location_reports r
        WHERE r.tracker_id = $1 AND r.recorded_at BETWEEN $2 AND $4 AND r.position <= $6
          AND (r.recorded_at, r.fingerprint) >= ($2, $3) AND (r.recorded_at, r.fingerprint) < ($4, $5)
        ORDER BY r.recorded_at, r.fingerprint
        """;

    /// <summary>A key that no report of an earlier or later moment lies beyond: the end of a tracker's history.</summary>
    public static readonly ReportKey End = new(DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc), long.MaxValue);

    /// <summary>The start of a tracker's history.</summary>
    public static readonly ReportKey Start = new(DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc), long.MinValue);

    /// <summary>For each tracker its last report before a key, at or below a position; trackers without one are left out.</summary>
    public static async Task<Dictionary<long, Fix>> BeforeAsync(
        ReadScope read, IReadOnlyCollection<KeyValuePair<long, ReportKey>> keys, long upTo, CancellationToken cancellationToken) =>
        (await ReadAsync(read, BeforeSql, keys, upTo, cancellationToken)).ToDictionary(report => report.TrackerId, report => report.Fix);

    /// <summary>For each tracker its first report after a key, at or below a position; trackers without one are left out.</summary>
    public static async Task<Dictionary<long, Fix>> NextAsync(
        ReadScope read, IReadOnlyCollection<KeyValuePair<long, ReportKey>> keys, long upTo, CancellationToken cancellationToken) =>
        (await ReadAsync(read, NextSql, keys, upTo, cancellationToken)).ToDictionary(report => report.TrackerId, report => report.Fix);

    /// <summary>For each tracker its reports from a key on, in the order of event time, at or below a position.</summary>
    public static async Task<Dictionary<long, List<Fix>>> FromAsync(
        ReadScope read, IReadOnlyCollection<KeyValuePair<long, ReportKey>> keys, long upTo, CancellationToken cancellationToken) =>
        (await ReadAsync(read, FromSql, keys, upTo, cancellationToken))
            .GroupBy(report => report.TrackerId)
            .ToDictionary(group => group.Key, group => group.Select(report => report.Fix).ToList());

    /// <summary>A tracker's reports from one key up to, and without, another.</summary>
    public static async Task<List<Fix>> BetweenAsync(
        ReadScope read, long trackerId, ReportKey from, ReportKey to, long upTo, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = read.Command(
            BetweenSql, trackerId, from.RecordedAt, from.Fingerprint, to.RecordedAt, to.Fingerprint, upTo);
        return [.. (await ReportsAsync(command, cancellationToken)).Select(report => report.Fix)];
    }

    private static async Task<List<StoredReport>> ReadAsync(
        ReadScope read, string sql, IReadOnlyCollection<KeyValuePair<long, ReportKey>> keys, long upTo, CancellationToken cancellationToken)
    {
        if (keys.Count == 0)
        {
            return [];
        }

        await using NpgsqlCommand command = read.Command(
            sql,
            keys.Select(pair => pair.Key).ToArray(),
            keys.Select(pair => pair.Value.RecordedAt).ToArray(),
            keys.Select(pair => pair.Value.Fingerprint).ToArray(),
            upTo);
        return await ReportsAsync(command, cancellationToken);
    }

    private static async Task<List<StoredReport>> ReportsAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var reports = new List<StoredReport>();
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            reports.Add(await BatchReader.ReportAsync(reader, cancellationToken));
        }

        return reports;
    }
}
