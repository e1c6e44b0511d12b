using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;

namespace Tracker.Data.Ingest;

/// <summary>
/// The ingest transaction. It locks its shards, ascending; only then, in a new statement, it numbers the new reports from
/// the shards' heads on. The locks last until the commit, so within a shard the order of positions is the order of commits, and
/// a replica shows a prefix of every shard.
/// </summary>
internal static class ReportWriter
{
    private const string LockSql = "SELECT shard, erasures, horizon FROM report_shards WHERE shard = ANY($1) ORDER BY shard FOR UPDATE";

    // OFFSET 0 makes the search for duplicates one index look-up per row, in the month of the row. Without it the planner may choose
    // a hash join that reads every month whole: it does not expect months to be pruned row by row.
    private const string InsertSql = """
        WITH incoming AS (
            SELECT * FROM unnest($1::bigint[], $2::smallint[], $3::timestamptz[], $4::bigint[], $5::float8[], $6::float8[],
                                 $7::real[], $8::real[], $9::real[], $10::real[], $11::real[])
                 WITH ORDINALITY AS i(tracker_id, shard, recorded_at, fingerprint, latitude, longitude,
                                      accuracy_m, altitude_m, speed_mps, heading_deg, battery_pct, ordinal)),
        fresh AS (
            SELECT i.*, row_number() OVER (PARTITION BY i.shard ORDER BY i.ordinal) AS number
            FROM incoming i
            WHERE NOT EXISTS (SELECT FROM location_reports r
                              WHERE r.tracker_id = i.tracker_id AND r.recorded_at = i.recorded_at AND r.fingerprint = i.fingerprint OFFSET 0)),
        inserted AS (
            INSERT INTO location_reports (tracker_id, recorded_at, fingerprint, position, received_at, latitude, longitude, shard,
                                          accuracy_m, altitude_m, speed_mps, heading_deg, battery_pct, source_id)
            SELECT f.tracker_id, f.recorded_at, f.fingerprint, s.head + f.number, $12, f.latitude, f.longitude, f.shard,
                   f.accuracy_m, f.altitude_m, f.speed_mps, f.heading_deg, f.battery_pct, $13
            FROM fresh f JOIN report_shards s ON s.shard = f.shard
            RETURNING shard),
        counted AS (SELECT shard, count(*) AS number FROM inserted GROUP BY shard),
        moved AS (UPDATE report_shards s SET head = s.head + c.number FROM counted c WHERE c.shard = s.shard RETURNING c.number)
        SELECT coalesce(sum(number), 0)::bigint FROM moved
        """;

    /// <summary>
    /// Takes the shards, until the commit. Of a row that somebody else had locked its latest version is read: what was changed before the
    /// lock was given is known.
    /// </summary>
    /// <returns>
    /// The horizon, UTC: reports before it must not be stored. Null where a tracker of one of the shards was erased since the ids were
    /// looked up: nothing must be stored.
    /// </returns>
    public static async Task<DateTime?> LockAsync(
        WriteScope write, ReportColumns reports, IReadOnlyList<long> erasures, CancellationToken cancellationToken)
    {
        short[] shards = [.. reports.Shards.Distinct().Order()];
        bool holds = true;
        DateTime horizon = DateTime.MinValue;
        await using NpgsqlCommand hold = write.Command(LockSql, shards);
        await using NpgsqlDataReader reader = await hold.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            holds &= reader.GetInt64(1) == erasures[reader.GetInt16(0)];
            DateTime ofShard = reader.GetDateTime(2);
            horizon = ofShard > horizon ? ofShard : horizon;
        }

        return holds ? horizon : null;
    }

    /// <summary>Stores what is new of <paramref name="reports"/>, whose shards are held, and returns how many that were.</summary>
    public static async Task<int> StoreAsync(
        WriteScope write, ReportColumns reports, int sourceId, DateTime receivedAt, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand insert = write.Command(
            InsertSql,
            reports.TrackerIds, reports.Shards, reports.RecordedAt, reports.Fingerprints, reports.Latitudes, reports.Longitudes,
            reports.Accuracies, reports.Altitudes, reports.Speeds, reports.Headings, reports.Batteries, receivedAt, sourceId);
        return checked((int)(long)(await insert.ExecuteScalarAsync(cancellationToken))!);
    }
}
