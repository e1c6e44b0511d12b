namespace Tracker.Cli.Export;

/// <summary>An export: a query whose rows become the lines, in a deterministic order.</summary>
/// <param name="Header">The header line.</param>
/// <param name="Sql">The query, with columns in the order of the header.</param>
/// <param name="Real">The format of floating-point numbers.</param>
internal sealed record Exported(string Header, string Sql, string Real = Exported.AllDigits)
{
    public const string AllDigits = "R";

    /// <summary>A precision of about a millimetre, for averaged coordinates.</summary>
    public const string Millimetres = "F8";
}

/// <summary>
/// The exports by name. Sorted in byte order, so that the result does not depend on the collation or the order of arrival.
/// </summary>
internal static class Exports
{
    public static readonly IReadOnlyDictionary<string, Exported> All = new SortedDictionary<string, Exported>(StringComparer.Ordinal)
    {
        ["stays"] = new(
            "entity,started_at_utc,finished_at_utc,latitude,longitude,points",
            """
            SELECT tracker, started_at, finished_at, latitude, longitude, points
            FROM effective_stays
            ORDER BY tracker COLLATE "C", started_at, started_fingerprint
            """,
            Exported.Millimetres),
        ["events"] = new(
            "tracker,time_utc,event,fence,initial",
            """
            SELECT tracker, occurred_at, type, fence, initial
            FROM effective_geofence_events
            ORDER BY tracker COLLATE "C", occurred_at, report_fingerprint NULLS FIRST, array_position(ARRAY['exit', 'cross', 'enter', 'dwell'], type), fence COLLATE "C"
            """),
        ["status"] = new(
            "tracker,state,since_utc,last_seen_at_utc,latitude,longitude,battery,battery_low,delivered_at_utc,delivery_location",
            """
            SELECT tracker, state, since, last_seen_at, latitude, longitude, battery_pct, battery_low, delivered_at, delivery_location
            FROM tracker_states
            ORDER BY tracker COLLATE "C"
            """),
        ["trips"] = new(
            "tracker,started_at_utc,finished_at_utc,seconds,distance_m,points,from_latitude,from_longitude,to_latitude,to_longitude",
            """
            SELECT tracker, started_at, finished_at, extract(epoch FROM finished_at - started_at)::float8, distance_m, points,
                   from_latitude, from_longitude, to_latitude, to_longitude
            FROM effective_trips
            ORDER BY tracker COLLATE "C", started_at, started_fingerprint
            """),
        // One line per point of the simplified track.
        ["tracks"] = new(
            "tracker,day,time_zone,point,time_utc,latitude,longitude",
            """
            SELECT tracker, day::text, time_zone, point, recorded_at, latitude, longitude
            FROM effective_tracks, unnest(times, latitudes, longitudes) WITH ORDINALITY AS p(recorded_at, latitude, longitude, point)
            ORDER BY tracker COLLATE "C", day, point
            """),
        ["outliers"] = new(
            "tracker,time_utc,latitude,longitude",
            """
            SELECT tracker, recorded_at, latitude, longitude
            FROM effective_outliers
            ORDER BY tracker COLLATE "C", recorded_at, fingerprint
            """),
        // The import reads these column names.
        ["reports"] = new(
            "tracker,time_utc,latitude,longitude,accuracy,altitude,speed_mps,heading,battery",
            """
            SELECT t.key, r.recorded_at, r.latitude, r.longitude, r.accuracy_m, r.altitude_m, r.speed_mps, r.heading_deg, r.battery_pct
            FROM location_reports r JOIN trackers t ON t.id = r.tracker_id
            ORDER BY t.key COLLATE "C", r.recorded_at, r.fingerprint
            """),
        ["history"] = new(
            "tracker,kind,started_at_utc,finished_at_utc,latitude,longitude,points",
            """
            SELECT t.key, h.kind, h.started_at, h.finished_at, h.latitude, h.longitude, h.points
            FROM location_history h JOIN trackers t ON t.id = h.tracker_id
            ORDER BY t.key COLLATE "C", h.started_at, h.finished_at
            """,
            Exported.Millimetres),
    };
}
