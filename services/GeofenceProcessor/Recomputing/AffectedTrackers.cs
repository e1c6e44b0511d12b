using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Model;
using Tracker.Geo.Reports;

namespace GeofenceProcessor.Recomputing;

/// <summary>A tracker of a shard that must be recomputed.</summary>
/// <param name="TrackerId">The tracker.</param>
/// <param name="HasEvents">
/// Whether the log has events of the changed fences, or everything is recomputed. The track can't be narrowed then.
/// </param>
/// <param name="From">The report or moment to recompute from.</param>
internal readonly record struct AffectedTracker(long TrackerId, bool HasEvents, ReportKey From);

/// <summary>
/// Finds the trackers that a change of fences can affect: by their events of the changed fences, and by their reports in
/// the fences' boxes.
/// </summary>
internal static class AffectedTrackers
{
    private const string AllSql = "SELECT id FROM trackers WHERE shard = $1 AND id > $2 ORDER BY id LIMIT $3";

    // Per tracker: one look at its events, one at its last report before the change, and a scan of its later reports that
    // ends at the first one in a box.
    private const string AffectedSql = """
        SELECT t.id, logged.has_events, near.recorded_at, near.fingerprint
        FROM trackers t
        CROSS JOIN LATERAL (
            SELECT EXISTS (SELECT FROM fence_presences p WHERE p.tracker_id = t.id AND p.fence_id = ANY($6))
                OR EXISTS (
                    SELECT FROM geofence_events e
                    WHERE e.tracker_id = t.id AND e.occurred_at >= $7 AND e.fence_id = ANY($6) AND e.supersedes IS NULL AND e.superseded_by IS NULL) AS has_events
            OFFSET 0) logged
        LEFT JOIN LATERAL (
            SELECT r.recorded_at, r.fingerprint
            FROM location_reports r
            WHERE NOT logged.has_events AND r.tracker_id = t.id AND r.recorded_at < $7 AND r.position <= $4 AND (r.accuracy_m IS NULL OR r.accuracy_m <= $5)
            ORDER BY r.recorded_at DESC, r.fingerprint DESC LIMIT 1) before ON true
        LEFT JOIN LATERAL (
            SELECT w.recorded_at, w.fingerprint
            FROM (
                SELECT r.recorded_at, r.fingerprint, r.latitude, r.longitude,
                       CASE WHEN $8 THEN lag(r.latitude, 1, r.latitude) OVER o ELSE r.latitude END AS from_latitude,
                       CASE WHEN $8 THEN lag(r.longitude, 1, r.longitude) OVER o ELSE r.longitude END AS from_longitude
                FROM location_reports r
                WHERE NOT logged.has_events AND ($9::bigint[] IS NULL OR t.id = ANY($9)) AND r.tracker_id = t.id AND r.recorded_at >= coalesce(before.recorded_at, $7)
                  AND (r.recorded_at > before.recorded_at OR r.fingerprint >= before.fingerprint OR before.recorded_at IS NULL)
                  AND r.position <= $4 AND (r.accuracy_m IS NULL OR r.accuracy_m <= $5)
                WINDOW o AS (ORDER BY r.recorded_at, r.fingerprint)) w
            WHERE EXISTS (
                SELECT FROM unnest($10::float8[], $11::float8[], $12::float8[], $13::float8[]) AS b(west, south, east, north)
                WHERE greatest(w.latitude, w.from_latitude) >= b.south AND least(w.latitude, w.from_latitude) <= b.north
                  AND (abs(w.longitude - w.from_longitude) > 180
                       OR greatest(w.longitude, w.from_longitude) >= b.west AND least(w.longitude, w.from_longitude) <= b.east))
            ORDER BY w.recorded_at, w.fingerprint LIMIT 1) near ON true
        WHERE t.shard = $1 AND t.id > $2 AND (logged.has_events OR near.recorded_at IS NOT NULL)
        ORDER BY t.id LIMIT $3
        """;

    /// <summary>Every tracker of a shard with an id above <paramref name="after"/>.</summary>
    public static async Task<List<AffectedTracker>> AllAsync(
        ReadScope read, short shard, long after, ReportKey from, int limit, CancellationToken cancellationToken)
    {
        var trackers = new List<AffectedTracker>(limit);
        await using ReadCommand command = read.Command(AllSql, shard, after, limit);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            trackers.Add(new AffectedTracker(reader.GetInt64(0), HasEvents: true, from));
        }

        return trackers;
    }

    /// <summary>The trackers that a change can affect, ordered by id.</summary>
    /// <param name="read">The batch's snapshot.</param>
    /// <param name="cursor">The shard's cursor in the snapshot; later reports are ignored.</param>
    /// <param name="impact">What the change can affect.</param>
    /// <param name="accuracyCapMetres">Metres; less accurate reports are ignored.</param>
    /// <param name="after">Only greater ids are returned.</param>
    /// <param name="limit">The maximum number of trackers.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static async Task<List<AffectedTracker>> ReadAsync(
        ReadScope read, ConsumerCursor cursor, FenceChangeImpact impact, double accuracyCapMetres, long after, int limit, CancellationToken cancellationToken)
    {
        var trackers = new List<AffectedTracker>(limit);
        ReportKey since = new(impact.Since, long.MinValue);
        await using ReadCommand command = read.Command(
            AffectedSql,
            cursor.Shard,
            after,
            limit,
            cursor.Position,
            accuracyCapMetres,
            impact.FenceIds.ToArray(),
            impact.Since,
            impact.AnyCrossings,
            impact.Trackers?.ToArray(),
            impact.Boxes.Select(box => box.West).ToArray(),
            impact.Boxes.Select(box => box.South).ToArray(),
            impact.Boxes.Select(box => box.East).ToArray(),
            impact.Boxes.Select(box => box.North).ToArray());
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            bool hasEvents = reader.GetBoolean(1);
            ReportKey near = hasEvents ? since : new ReportKey(reader.GetDateTime(2), reader.GetInt64(3));
            trackers.Add(new AffectedTracker(reader.GetInt64(0), hasEvents, near > since ? near : since));
        }

        return trackers;
    }
}
