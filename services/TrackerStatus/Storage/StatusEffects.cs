using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.OutputLogs;
using Tracker.Data.Pipeline;
using Tracker.Geo.Reports;
using TrackerStatus.Delivery;
using TrackerStatus.Judging;

namespace TrackerStatus.Storage;

/// <summary>Writes a batch's log entries and rows, and marks a recomputation as done.</summary>
internal sealed class StatusEffects(ShardBatch batch, IReadOnlyList<StatusChange> changes, Recomputation? request) : ShardEffects
{
    private const string RowSql = """
        INSERT INTO tracker_status (
            shard, tracker_id, state, since, last_seen_at, latitude, longitude, battery_at, battery_fingerprint, battery_pct, battery_low,
            visit_since, visit_fingerprint, visit_location_id, delivery_recorded_at, delivery_fingerprint, delivery_location_id, delivered_at,
            last_fingerprint, accuracy_m)
        SELECT $1, * FROM unnest(
            $2::bigint[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::float8[], $7::float8[], $8::timestamptz[], $9::bigint[], $10::real[], $11::boolean[],
            $12::timestamptz[], $13::bigint[], $14::bigint[], $15::timestamptz[], $16::bigint[], $17::bigint[], $18::timestamptz[], $19::bigint[], $20::real[])
        ON CONFLICT (tracker_id) DO UPDATE
        SET state = excluded.state, since = excluded.since, last_seen_at = excluded.last_seen_at, latitude = excluded.latitude, longitude = excluded.longitude,
            battery_at = excluded.battery_at, battery_fingerprint = excluded.battery_fingerprint, battery_pct = excluded.battery_pct, battery_low = excluded.battery_low,
            visit_since = excluded.visit_since, visit_fingerprint = excluded.visit_fingerprint, visit_location_id = excluded.visit_location_id,
            delivery_recorded_at = excluded.delivery_recorded_at, delivery_fingerprint = excluded.delivery_fingerprint,
            delivery_location_id = excluded.delivery_location_id, delivered_at = excluded.delivered_at,
            last_fingerprint = excluded.last_fingerprint, accuracy_m = excluded.accuracy_m
        """;

    private readonly LogChanges<StatusEvent> _log =
        LogChanges.Of(
            changes, change => change.TrackerId, change => change.Superseded.Select(entry => entry.Sequence), change => change.Added);

    public override int Entries => _log.Count;

    public override async Task WriteAsync(WriteScope write, CancellationToken cancellationToken)
    {
        await OutputLog.StatusTransitions.WriteAsync(
            write, batch.Shard, batch.Cursor.OutputSequence, _log, StatusLog.Columns, cancellationToken);
        await WriteRowsAsync(write, [.. changes.Where(change => change.ChangesRow)], cancellationToken);
        if (request is not null)
        {
            await Recomputations.EndAsync(write, request, cancellationToken);
        }
    }

    private async Task WriteRowsAsync(WriteScope write, StatusChange[] changed, CancellationToken cancellationToken)
    {
        if (changed.Length == 0)
        {
            return;
        }

        TrackerRecord[] rows = [.. changed.Select(change => change.After)];
        ReportKey?[] batteries = [.. rows.Select(row => row.Battery?.Key)];
        Visit?[] visits = [.. rows.Select(row => row.Delivery.Visit)];
        Delivered?[] deliveries = [.. rows.Select(row => row.Delivery.Delivered)];
        await using NpgsqlCommand upsert = write.Command(
            RowSql,
            batch.Shard,
            changed.Select(change => change.TrackerId).ToArray(),
            rows.Select(row => StatusLog.Word(row.State)).ToArray(),
            rows.Select(row => row.Since).ToArray(),
            rows.Select(row => row.LastSeenAt).ToArray(),
            rows.Select(row => row.Last.Latitude).ToArray(),
            rows.Select(row => row.Last.Longitude).ToArray(),
            batteries.Select(key => key?.RecordedAt).ToArray(),
            batteries.Select(key => key?.Fingerprint).ToArray(),
            rows.Select(row => row.Battery?.Percent).ToArray(),
            rows.Select(row => row.BatteryLow).ToArray(),
            visits.Select(visit => visit?.Since.RecordedAt).ToArray(),
            visits.Select(visit => visit?.Since.Fingerprint).ToArray(),
            visits.Select(visit => visit?.LocationId).ToArray(),
            deliveries.Select(delivery => delivery?.ShownBy.RecordedAt).ToArray(),
            deliveries.Select(delivery => delivery?.ShownBy.Fingerprint).ToArray(),
            deliveries.Select(delivery => delivery?.LocationId).ToArray(),
            deliveries.Select(delivery => delivery?.At).ToArray(),
            rows.Select(row => row.Last.Key.Fingerprint).ToArray(),
            rows.Select(row => (float?)row.Last.AccuracyMetres).ToArray());
        await upsert.ExecuteNonQueryAsync(cancellationToken);
    }
}
