using Tracker.Data.Pipeline;

namespace Tracker.Data.Erasing;

/// <summary>
/// An output log as an erasure sees it. Its entries stay, numbered and linked, so that no feed has a gap; what they say of the
/// tracker is replaced: by tracker 0, which nobody is, and nothing of when and where.
/// </summary>
/// <param name="Table">The table.</param>
/// <param name="Consumer">Whose log it is, where its numbers are those of the consumer's cursors; null: those of <c>output_logs</c>.</param>
/// <param name="Blanks">What each column says then, but for shard, sequence, supersedes and superseded_by; in SQL.</param>
internal sealed record BlankedLog(string Table, string? Consumer, params (string Column, string Value)[] Blanks)
{
    private const string Nobody = "0";
    private const string Never = "'-infinity'";

    public static readonly IReadOnlyList<BlankedLog> All =
    [
        new("stays", Consumers.LocationAggregator, ("tracker_id", Nobody), ("started_at", Never), ("started_fingerprint", "0"), ("finished_at", Never),
            ("finished_fingerprint", "0"), ("latitude", "0"), ("longitude", "0"), ("points", "0")),
        new("trips", null, ("tracker_id", Nobody), ("started_at", Never), ("started_fingerprint", "0"), ("finished_at", Never), ("finished_fingerprint", "0"),
            ("from_latitude", "0"), ("from_longitude", "0"), ("to_latitude", "0"), ("to_longitude", "0"), ("distance_m", "0"), ("points", "0")),
        new("outliers", null, ("tracker_id", Nobody), ("recorded_at", Never), ("fingerprint", "0"), ("latitude", "0"), ("longitude", "0")),
        new("tracks", null, ("tracker_id", Nobody), ("day", Never), ("time_zone", "''"), ("tolerance_m", "0"), ("reports", "0"), ("distance_m", "0"),
            ("times", "'{}'"), ("latitudes", "'{}'"), ("longitudes", "'{}'")),
        new("geofence_events", Consumers.GeofenceProcessor, ("tracker_id", Nobody), ("fence_id", "0"), ("fence_version", "0"), ("type", "'exit'"),
            ("occurred_at", Never), ("report_fingerprint", "NULL"), ("initial", "false"), ("reason", "NULL"), ("entered_at", Never)),
        new("status_transitions", Consumers.TrackerStatus, ("tracker_id", Nobody), ("state", "'inactive'"), ("occurred_at", Never), ("delivery_location_id", "NULL")),
    ];

    /// <summary>What holds of a tracker: <c>$1</c> its shard, <c>$2</c> its id, <c>$3</c> how many at most.</summary>
    public string EffectiveSql =>
        $"SELECT sequence FROM {Table} WHERE shard = $1 AND tracker_id = $2 AND supersedes IS NULL AND superseded_by IS NULL LIMIT $3";

    /// <summary>Takes the next <c>$2</c> numbers of shard <c>$1</c>, of consumer or log <c>$3</c>, and returns the last. Under a new stamp: a batch that counted on these numbers is discarded.</summary>
    public string NumberSql => Consumer is not null
        ? "UPDATE consumer_cursors SET output_sequence = output_sequence + $2, stamp = gen_random_uuid() WHERE shard = $1 AND consumer = $3 RETURNING output_sequence"
        : "UPDATE output_logs SET sequence = sequence + $2 WHERE shard = $1 AND log = $3 RETURNING sequence";

    /// <summary>Blanks and supersedes entries: <c>$1</c> the shard, <c>$2</c> the new sequences, <c>$3</c> the old ones.</summary>
    public string SupersedeSql => $"""
        UPDATE {Table} t SET superseded_by = n.sequence, {Assignments}
        FROM unnest($2::bigint[], $3::bigint[]) AS n(sequence, old) WHERE t.shard = $1 AND t.sequence = n.old
        """;

    /// <summary>The entries that take the old ones back, blank from the start; parameters as above.</summary>
    public string TakeBackSql => $"""
        INSERT INTO {Table} (shard, sequence, supersedes, {string.Join(", ", Blanks.Select(blank => blank.Column))})
        SELECT $1, n.sequence, n.old, {string.Join(", ", Blanks.Select(blank => blank.Value))} FROM unnest($2::bigint[], $3::bigint[]) AS n(sequence, old)
        """;

    /// <summary>Blanks what was superseded before: <c>$1</c> the shard, <c>$2</c> the tracker, <c>$3</c> to <c>$4</c> the sequences that are looked at.</summary>
    public string BlankSql => $"UPDATE {Table} SET {Assignments} WHERE shard = $1 AND tracker_id = $2 AND sequence BETWEEN $3 AND $4";

    public string LastSql => $"SELECT coalesce(max(sequence), 0) FROM {Table} WHERE shard = $1";

    private string Assignments => string.Join(", ", Blanks.Select(blank => $"{blank.Column} = {blank.Value}"));
}
