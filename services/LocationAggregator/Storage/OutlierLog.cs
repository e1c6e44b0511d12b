using EFCore.ReadWriteSplitting.Scopes;
using LocationAggregator.Aggregation;
using LocationAggregator.History;
using Npgsql;
using Tracker.Data.Pipeline;
using Tracker.Geo.Reports;

namespace LocationAggregator.Storage;

/// <summary>Outliers in the database: marks beside the reports, which stay as they are.</summary>
internal static class OutlierLog
{
    private const string RangeSql = """
        SELECT sequence, recorded_at, fingerprint, latitude, longitude
        FROM outliers
        WHERE tracker_id = $1 AND (recorded_at, fingerprint) >= ($2, $3) AND ($4 OR (recorded_at, fingerprint) < ($5, $6))
          AND supersedes IS NULL AND superseded_by IS NULL
        ORDER BY recorded_at, fingerprint
        """;

    private const string InsertSql = """
        INSERT INTO outliers (shard, sequence, tracker_id, recorded_at, fingerprint, latitude, longitude)
        SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::timestamptz[], $5::bigint[], $6::float8[], $7::float8[])
        """;

    private static readonly OutputLog Log = new("outliers", "tracker_id, recorded_at, fingerprint, latitude, longitude");

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

    public static async Task WriteAsync(WriteScope write, short shard, IReadOnlyList<TrackerChange> changes, CancellationToken cancellationToken)
    {
        long[] superseded = [.. changes.SelectMany(change => change.Outliers.Superseded).Select(outlier => outlier.Sequence)];
        (long TrackerId, Fix Fix)[] added = [.. changes.SelectMany(change => change.Outliers.Added.Select(outlier => (change.TrackerId, outlier)))];
        long next = await Log.ReplaceAsync(write, shard, superseded, added.Length, cancellationToken);
        if (added.Length > 0)
        {
            await using NpgsqlCommand insert = write.Command(
                InsertSql,
                shard,
                OutputLog.Numbers(next, added.Length),
                added.Select(row => row.TrackerId).ToArray(),
                added.Select(row => row.Fix.RecordedAt).ToArray(),
                added.Select(row => row.Fix.Key.Fingerprint).ToArray(),
                added.Select(row => row.Fix.Latitude).ToArray(),
                added.Select(row => row.Fix.Longitude).ToArray());
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
