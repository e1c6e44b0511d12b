using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Model;
using Tracker.Data.OutputLogs;
using Tracker.Geo.Reports;
using TrackerStatus.Battery;
using TrackerStatus.Delivery;
using TrackerStatus.Judging;
using TrackerStatus.Timeline;

namespace TrackerStatus.Storage;

/// <summary>The log of statuses, and the trackers' rows and thresholds.</summary>
internal static class StatusLog
{
    public static readonly LogMapping<StatusEvent> Columns = LogMapping<StatusEvent>.Empty
        .Column(change => Word(change.State))
        .Column(change => change.OccurredAt)
        .Column(change => change.DeliveryLocationId);

    private const string EffectiveSql = """
        SELECT tracker_id, sequence, state, occurred_at, delivery_location_id FROM status_transitions
        WHERE tracker_id = ANY($1) AND supersedes IS NULL AND superseded_by IS NULL
        ORDER BY occurred_at
        """;

    private const string RowsSql = """
        SELECT t.id, m.inactive_after, s.state, s.since, s.last_seen_at, s.latitude, s.longitude,
               s.battery_at, s.battery_fingerprint, s.battery_pct, s.battery_low,
               s.visit_since, s.visit_fingerprint, s.visit_location_id,
               s.delivery_recorded_at, s.delivery_fingerprint, s.delivery_location_id, s.delivered_at,
               s.last_fingerprint, s.accuracy_m, m.battery_low_pct
        FROM trackers t
        LEFT JOIN tracker_models m ON m.id = t.model_id
        LEFT JOIN tracker_status s ON s.tracker_id = t.id
        WHERE t.id = ANY($1)
        """;

    public static string Word(TrackerState state) => state switch
    {
        TrackerState.Active => "active",
        TrackerState.Inactive => "inactive",
        TrackerState.Delivered => "delivered",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No state of the log."),
    };

    /// <summary>Reads the state of trackers before a batch.</summary>
    public static async Task<Dictionary<long, KnownTracker>> KnownAsync(
        ReadScope read, IReadOnlyCollection<long> trackers, StatusOptions options, CancellationToken cancellationToken)
    {
        ILookup<long, StoredEvent> log = await EffectiveAsync(read, trackers, cancellationToken);
        var known = new Dictionary<long, KnownTracker>(trackers.Count);
        await using ReadCommand command = read.Command(RowsSql, trackers.ToArray());
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            long id = reader.GetInt64(0);
            TimeSpan threshold = await reader.IsDBNullAsync(1, cancellationToken) ? options.InactiveAfter : reader.GetTimeSpan(1);
            double batteryLow = await reader.IsDBNullAsync(20, cancellationToken) ? options.BatteryLowPercent : reader.GetFloat(20);
            TrackerRecord? row = await reader.IsDBNullAsync(2, cancellationToken) ? null : Row(reader);
            known.Add(id, new KnownTracker(id, row, [.. log[id]], threshold, batteryLow));
        }

        return known;
    }

    private static async Task<ILookup<long, StoredEvent>> EffectiveAsync(ReadScope read, IEnumerable<long> trackers, CancellationToken cancellationToken)
    {
        var events = new List<StoredEvent>();
        await using ReadCommand command = read.Command(EffectiveSql, trackers.ToArray());
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            events.Add(new StoredEvent(
                reader.GetInt64(0),
                reader.GetInt64(1),
                new StatusEvent(State(reader.GetString(2)), reader.GetDateTime(3), await reader.IsDBNullAsync(4, cancellationToken) ? null : reader.GetInt64(4))));
        }

        return events.ToLookup(entry => entry.TrackerId);
    }

    private static TrackerRecord Row(NpgsqlDataReader reader) => new(
        State(reader.GetString(2)),
        reader.GetDateTime(3),
        new Fix(new ReportKey(reader.GetDateTime(4), reader.GetInt64(18)), reader.GetDouble(5), reader.GetDouble(6), reader.GetFieldValue<float?>(19)),
        Key(reader, 7) is { } said ? new BatteryLevel(said, reader.GetFloat(9)) : null,
        reader.GetBoolean(10),
        new DeliveryState(
            Key(reader, 11) is { } since ? new Visit(reader.GetInt64(13), since) : null,
            Key(reader, 14) is { } shownBy ? new Delivered(reader.GetInt64(16), reader.GetDateTime(17), shownBy) : null));

    private static ReportKey? Key(NpgsqlDataReader reader, int at) =>
        reader.GetFieldValue<DateTime?>(at) is { } recordedAt ? new ReportKey(recordedAt, reader.GetInt64(at + 1)) : null;

    private static TrackerState State(string word) => word switch
    {
        "active" => TrackerState.Active,
        "inactive" => TrackerState.Inactive,
        "delivered" => TrackerState.Delivered,
        _ => throw new ArgumentOutOfRangeException(nameof(word), word, "No state of the log."),
    };
}
