using EFCore.ReadWriteSplitting.Scopes;
using LocationAggregator.History;
using Npgsql;
using Tracker.Data.OutputLogs;
using Tracker.Geo.Reports;

namespace LocationAggregator.Storage;

/// <summary>The log of outliers. The reports themselves are not changed.</summary>
internal static class OutlierLog
{
    private const string RangeSql = """
        SELECT sequence, recorded_at, fingerprint, latitude, longitude
        FROM outliers
        WHERE tracker_id = $1 AND (recorded_at, fingerprint) >= ($2, $3) AND ($4 OR (recorded_at, fingerprint) < ($5, $6))
          AND supersedes IS NULL AND superseded_by IS NULL
        ORDER BY recorded_at, fingerprint
        """;

    public static readonly LogMapping<Fix> Columns = LogMapping<Fix>.Empty
        .Column(outlier => outlier.RecordedAt)
        .Column(outlier => outlier.Key.Fingerprint)
        .Column(outlier => outlier.Latitude)
        .Column(outlier => outlier.Longitude);

    public static async Task<IReadOnlyList<StoredOutlier>> RangeAsync(
        ReadScope read, long trackerId, ReportKey from, ReportKey? until, CancellationToken cancellationToken) =>
        await LogQuery.ReadRangeAsync(read, Read, cancellationToken, RangeSql, trackerId, from, until);

    private static StoredOutlier Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), new Fix(new ReportKey(row.GetDateTime(1), row.GetInt64(2)), row.GetDouble(3), row.GetDouble(4)));
}
