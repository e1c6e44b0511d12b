using EFCore.ReadWriteSplitting.Scopes;
using LocationAggregator.Aggregation;
using LocationAggregator.History;
using LocationAggregator.Trips;
using Npgsql;
using Tracker.Data.Pipeline;
using Tracker.Geo.Reports;

namespace LocationAggregator.Storage;

/// <summary>Trips in the database.</summary>
internal static class TripLog
{
    private const string Content = """
        tracker_id, started_at, started_fingerprint, finished_at, finished_fingerprint, from_latitude, from_longitude, to_latitude, to_longitude, distance_m, points
        """;

    private const string RangeSql = """
        SELECT sequence, started_at, started_fingerprint, finished_at, finished_fingerprint, from_latitude, from_longitude, to_latitude, to_longitude, distance_m, points
        FROM trips
        WHERE tracker_id = $1 AND (started_at, started_fingerprint) >= ($2, $3) AND ($4 OR (started_at, started_fingerprint) < ($5, $6))
          AND supersedes IS NULL AND superseded_by IS NULL
        ORDER BY started_at, started_fingerprint
        """;

    private const string InsertSql = $"""
        INSERT INTO trips (shard, sequence, {Content})
        SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::timestamptz[], $5::bigint[], $6::timestamptz[], $7::bigint[],
                                 $8::float8[], $9::float8[], $10::float8[], $11::float8[], $12::float8[], $13::int[])
        """;

    private static readonly OutputLog Log = new("trips", Content);

    public static async Task<IReadOnlyList<StoredTrip>> RangeAsync(
        ReadScope read, long trackerId, ReportKey from, ReportKey? until, CancellationToken cancellationToken)
    {
        var trips = new List<StoredTrip>();
        ReportKey end = until ?? ReportKey.First;
        await using ReadCommand command = read.Command(
            RangeSql, trackerId, from.RecordedAt, from.Fingerprint, until is null, end.RecordedAt, end.Fingerprint);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            trips.Add(new StoredTrip(
                reader.GetInt64(0),
                new Trip(
                    new ReportKey(reader.GetDateTime(1), reader.GetInt64(2)),
                    new ReportKey(reader.GetDateTime(3), reader.GetInt64(4)),
                    reader.GetDouble(5),
                    reader.GetDouble(6),
                    reader.GetDouble(7),
                    reader.GetDouble(8),
                    reader.GetDouble(9),
                    reader.GetInt32(10))));
        }

        return trips;
    }

    public static async Task WriteAsync(WriteScope write, short shard, IReadOnlyList<TrackerChange> changes, CancellationToken cancellationToken)
    {
        long[] superseded = [.. changes.SelectMany(change => change.Trips.Superseded).Select(trip => trip.Sequence)];
        (long TrackerId, Trip Trip)[] added = [.. changes.SelectMany(change => change.Trips.Added.Select(trip => (change.TrackerId, trip)))];
        long next = await Log.ReplaceAsync(write, shard, superseded, added.Length, cancellationToken);
        if (added.Length > 0)
        {
            await using NpgsqlCommand insert = write.Command(
                InsertSql,
                shard,
                OutputLog.Numbers(next, added.Length),
                added.Select(row => row.TrackerId).ToArray(),
                added.Select(row => row.Trip.From.RecordedAt).ToArray(),
                added.Select(row => row.Trip.From.Fingerprint).ToArray(),
                added.Select(row => row.Trip.To.RecordedAt).ToArray(),
                added.Select(row => row.Trip.To.Fingerprint).ToArray(),
                added.Select(row => row.Trip.FromLatitude).ToArray(),
                added.Select(row => row.Trip.FromLongitude).ToArray(),
                added.Select(row => row.Trip.ToLatitude).ToArray(),
                added.Select(row => row.Trip.ToLongitude).ToArray(),
                added.Select(row => row.Trip.DistanceMetres).ToArray(),
                added.Select(row => row.Trip.Points).ToArray());
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
