using EFCore.ReadWriteSplitting.Scopes;
using LocationAggregator.History;
using Npgsql;
using Tracker.Data.OutputLogs;
using Tracker.Geo.Reports;

namespace LocationAggregator.Storage;

/// <summary>The log of stays, and the open windows.</summary>
internal static class StayLog
{
    private const string Selected = "sequence, started_at, started_fingerprint, finished_at, finished_fingerprint, latitude, longitude, points, tracker_id";

    private const string BeforeSql = $"""
        SELECT {Selected} FROM stays
        WHERE tracker_id = $1 AND (started_at, started_fingerprint) < ($2, $3) AND supersedes IS NULL AND superseded_by IS NULL
        ORDER BY started_at DESC, started_fingerprint DESC LIMIT 1
        """;

    private const string PageSql = $"""
        SELECT {Selected} FROM stays
        WHERE tracker_id = $1 AND (started_at, started_fingerprint) >= ($2, $3) AND supersedes IS NULL AND superseded_by IS NULL
        ORDER BY started_at, started_fingerprint LIMIT $4
        """;

    private const string LastSql = $"""
        SELECT s.* FROM unnest($1::bigint[]) AS q(id)
        CROSS JOIN LATERAL (
            SELECT {Selected} FROM stays
            WHERE tracker_id = q.id AND supersedes IS NULL AND superseded_by IS NULL
            ORDER BY started_at DESC, started_fingerprint DESC LIMIT 1) s
        """;

    private const string WindowsSql = """
        SELECT tracker_id, anchor_recorded_at, anchor_fingerprint, anchor_latitude, anchor_longitude
        FROM stay_windows WHERE tracker_id = ANY($1)
        """;

    public static readonly LogMapping<LocatedStay> Columns = LogMapping<LocatedStay>.Empty
        .Column(stay => stay.From.RecordedAt)
        .Column(stay => stay.From.Fingerprint)
        .Column(stay => stay.To.RecordedAt)
        .Column(stay => stay.To.Fingerprint)
        .Column(stay => stay.Latitude)
        .Column(stay => stay.Longitude)
        .Column(stay => stay.Points);

    public static async Task<StoredStay?> BeforeAsync(ReadScope read, long trackerId, ReportKey key, CancellationToken cancellationToken) =>
        (await ReadAsync(read, cancellationToken, BeforeSql, trackerId, key.RecordedAt, key.Fingerprint)).Select(row => row.Stay).FirstOrDefault();

    public static async Task<IReadOnlyList<StoredStay>> PageAsync(
        ReadScope read, long trackerId, ReportKey from, int limit, CancellationToken cancellationToken) =>
        [.. (await ReadAsync(read, cancellationToken, PageSql, trackerId, from.RecordedAt, from.Fingerprint, limit)).Select(row => row.Stay)];

    public static async Task<IReadOnlyDictionary<long, StoredStay>> LastAsync(
        ReadScope read, IReadOnlyCollection<long> trackers, CancellationToken cancellationToken) => trackers.Count == 0
        ? new Dictionary<long, StoredStay>()
        : (await ReadAsync(read, cancellationToken, LastSql, trackers.ToArray())).ToDictionary(row => row.TrackerId, row => row.Stay);

    public static async Task<Dictionary<long, StoredWindow>> WindowsAsync(
        ReadScope read, IEnumerable<long> trackers, CancellationToken cancellationToken) =>
        (await LogQuery.ReadAsync(read, ReadWindow, cancellationToken, WindowsSql, trackers.ToArray())).ToDictionary();

    private static KeyValuePair<long, StoredWindow> ReadWindow(NpgsqlDataReader row) => new(
        row.GetInt64(0), new StoredWindow(new ReportKey(row.GetDateTime(1), row.GetInt64(2)), row.GetDouble(3), row.GetDouble(4)));

    private static Task<List<(long TrackerId, StoredStay Stay)>> ReadAsync(
        ReadScope read, CancellationToken cancellationToken, string sql, params object[] parameters) =>
        LogQuery.ReadAsync(read, Read, cancellationToken, sql, parameters);

    private static (long TrackerId, StoredStay Stay) Read(NpgsqlDataReader row) => (
        row.GetInt64(8),
        new StoredStay(
            row.GetInt64(0),
            new LocatedStay(
                new ReportKey(row.GetDateTime(1), row.GetInt64(2)),
                new ReportKey(row.GetDateTime(3), row.GetInt64(4)),
                row.GetDouble(5),
                row.GetDouble(6),
                row.GetInt32(7))));
}
