using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Model;
using Tracker.Geo.Reports;

namespace GeofenceProcessor.Rejudging;

/// <summary>A tracker of a shard that is to be judged anew.</summary>
/// <param name="TrackerId">Who.</param>
/// <param name="IsTold">The log tells of the changed fences, or everything is judged: there is nothing to narrow down.</param>
/// <param name="From">From where on.</param>
internal readonly record struct TouchedTracker(long TrackerId, bool IsTold, ReportKey From);

/// <summary>Finds the trackers that a change can touch: by what the log tells of the changed fences, and by reports in their boxes.</summary>
internal static class TouchedTrackers
{
    private const string AllSql = "SELECT id FROM trackers WHERE shard = $1 AND id > $2 ORDER BY id LIMIT $3";

    // One look at a tracker's log, one at its last report before the change, and its reports from there on only until one lies in a box.
    private const string TouchedSql = """
        SELECT t.id, told.told, near.recorded_at, near.fingerprint
        FROM trackers t
        CROSS JOIN LATERAL (
            SELECT EXISTS (SELECT FROM fence_presences p WHERE p.tracker_id = t.id AND p.fence_id = ANY($6))
                OR EXISTS (
                    SELECT FROM geofence_events e
                    WHERE e.tracker_id = t.id AND e.occurred_at >= $7 AND e.fence_id = ANY($6) AND e.supersedes IS NULL AND e.superseded_by IS NULL) AS told
            OFFSET 0) told
        LEFT JOIN LATERAL (
            SELECT r.recorded_at, r.fingerprint
            FROM location_reports r
            WHERE NOT told.told AND r.tracker_id = t.id AND r.recorded_at < $7 AND r.position <= $4 AND (r.accuracy_m IS NULL OR r.accuracy_m <= $5)
            ORDER BY r.recorded_at DESC, r.fingerprint DESC LIMIT 1) before ON true
        LEFT JOIN LATERAL (
            SELECT w.recorded_at, w.fingerprint
            FROM (
                SELECT r.recorded_at, r.fingerprint, r.latitude, r.longitude,
                       CASE WHEN $8 THEN lag(r.latitude, 1, r.latitude) OVER o ELSE r.latitude END AS from_latitude,
                       CASE WHEN $8 THEN lag(r.longitude, 1, r.longitude) OVER o ELSE r.longitude END AS from_longitude
                FROM location_reports r
                WHERE NOT told.told AND ($9::bigint[] IS NULL OR t.id = ANY($9)) AND r.tracker_id = t.id AND r.recorded_at >= coalesce(before.recorded_at, $7)
                  AND (r.recorded_at > before.recorded_at OR r.fingerprint >= before.fingerprint OR before.recorded_at IS NULL)
                  AND r.position <= $4 AND (r.accuracy_m IS NULL OR r.accuracy_m <= $5)
                WINDOW o AS (ORDER BY r.recorded_at, r.fingerprint)) w
            WHERE EXISTS (
                SELECT FROM unnest($10::float8[], $11::float8[], $12::float8[], $13::float8[]) AS b(west, south, east, north)
                WHERE greatest(w.latitude, w.from_latitude) >= b.south AND least(w.latitude, w.from_latitude) <= b.north
                  AND (abs(w.longitude - w.from_longitude) > 180
                       OR greatest(w.longitude, w.from_longitude) >= b.west AND least(w.longitude, w.from_longitude) <= b.east))
            ORDER BY w.recorded_at, w.fingerprint LIMIT 1) near ON true
        WHERE t.shard = $1 AND t.id > $2 AND (told.told OR near.recorded_at IS NOT NULL)
        ORDER BY t.id LIMIT $3
        """;

    /// <summary>Every tracker of a shard with an id above <paramref name="after"/>.</summary>
    public static async Task<List<TouchedTracker>> AllAsync(
        ReadScope read, short shard, long after, ReportKey from, int limit, CancellationToken cancellationToken)
    {
        var trackers = new List<TouchedTracker>(limit);
        await using ReadCommand command = read.Command(AllSql, shard, after, limit);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            trackers.Add(new TouchedTracker(reader.GetInt64(0), IsTold: true, from));
        }

        return trackers;
    }

    /// <summary>Those that a change can touch, in the order of their ids.</summary>
    /// <param name="read">The batch's snapshot.</param>
    /// <param name="cursor">The shard's cursor in it: later reports do not count.</param>
    /// <param name="reach">What the change can touch.</param>
    /// <param name="coarsest">Metres; coarser reports decide nothing.</param>
    /// <param name="after">Only ids above it.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<List<TouchedTracker>> ReadAsync(
        ReadScope read, ConsumerCursor cursor, FenceReach reach, double coarsest, long after, int limit, CancellationToken cancellationToken)
    {
        var trackers = new List<TouchedTracker>(limit);
        ReportKey since = new(reach.Since, long.MinValue);
        await using ReadCommand command = read.Command(
            TouchedSql,
            cursor.Shard,
            after,
            limit,
            cursor.Position,
            coarsest,
            reach.FenceIds.ToArray(),
            reach.Since,
            reach.AnyCrossings,
            reach.Trackers?.ToArray(),
            reach.Boxes.Select(box => box.West).ToArray(),
            reach.Boxes.Select(box => box.South).ToArray(),
            reach.Boxes.Select(box => box.East).ToArray(),
            reach.Boxes.Select(box => box.North).ToArray());
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            bool isTold = reader.GetBoolean(1);
            ReportKey near = isTold ? since : new ReportKey(reader.GetDateTime(2), reader.GetInt64(3));
            trackers.Add(new TouchedTracker(reader.GetInt64(0), isTold, near > since ? near : since));
        }

        return trackers;
    }
}
