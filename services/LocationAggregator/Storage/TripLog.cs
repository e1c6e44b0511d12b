using EFCore.ReadWriteSplitting.Scopes;
using LocationAggregator.History;
using LocationAggregator.Trips;
using Npgsql;
using Tracker.Data.OutputLogs;
using Tracker.Geo.Reports;

namespace LocationAggregator.Storage;

/// <summary>The log of trips.</summary>
internal static class TripLog
{
    private const string RangeSql = """
        SELECT sequence, started_at, started_fingerprint, finished_at, finished_fingerprint,
               from_latitude, from_longitude, to_latitude, to_longitude, distance_m, points
        FROM trips
        WHERE tracker_id = $1 AND (started_at, started_fingerprint) >= ($2, $3) AND ($4 OR (started_at, started_fingerprint) < ($5, $6))
          AND supersedes IS NULL AND superseded_by IS NULL
        ORDER BY started_at, started_fingerprint
        """;

    public static readonly LogMapping<Trip> Columns = LogMapping<Trip>.Empty
        .Column(trip => trip.From.RecordedAt)
        .Column(trip => trip.From.Fingerprint)
        .Column(trip => trip.To.RecordedAt)
        .Column(trip => trip.To.Fingerprint)
        .Column(trip => trip.FromLatitude)
        .Column(trip => trip.FromLongitude)
        .Column(trip => trip.ToLatitude)
        .Column(trip => trip.ToLongitude)
        .Column(trip => trip.DistanceMetres)
        .Column(trip => trip.Points);

    public static async Task<IReadOnlyList<StoredTrip>> RangeAsync(
        ReadScope read, long trackerId, ReportKey from, ReportKey? until, CancellationToken cancellationToken) =>
        await LogQuery.ReadRangeAsync(read, Read, cancellationToken, RangeSql, trackerId, from, until);

    private static StoredTrip Read(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        new Trip(
            new ReportKey(row.GetDateTime(1), row.GetInt64(2)),
            new ReportKey(row.GetDateTime(3), row.GetInt64(4)),
            row.GetDouble(5),
            row.GetDouble(6),
            row.GetDouble(7),
            row.GetDouble(8),
            row.GetDouble(9),
            row.GetInt32(10)));
}
