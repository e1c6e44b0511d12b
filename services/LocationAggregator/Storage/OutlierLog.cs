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
        ReadScope read, long trackerId, ReportKey from, ReportKey? until, CancellationToken cancellationToken)
    {
        var outliers = new List<StoredOutlier>();
        ReportKey end = until ?? ReportKey.First;
        await using ReadCommand command = read.Command(
            RangeSql, trackerId, from.RecordedAt, from.Fingerprint, until is null, end.RecordedAt, end.Fingerprint);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            outliers.Add(new StoredOutlier(
                reader.GetInt64(0),
                new Fix(new ReportKey(reader.GetDateTime(1), reader.GetInt64(2)), reader.GetDouble(3), reader.GetDouble(4))));
        }

        return outliers;
    }
}
