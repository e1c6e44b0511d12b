using EFCore.ReadWriteSplitting.Scopes;
using LocationAggregator.Aggregation;
using LocationAggregator.History;
using LocationAggregator.Stays;
using LocationAggregator.Tracks;
using LocationAggregator.Trips;
using Npgsql;
using Tracker.Data.OutputLogs;
using Tracker.Data.Pipeline;
using Tracker.Geo.Reports;

namespace LocationAggregator.Storage;

/// <summary>Writes what a batch changes: stays, trips, outliers, open windows, and the days whose tracks are out of date.</summary>
internal sealed class AggregateEffects(ShardBatch batch, IReadOnlyList<TrackerChange> changes, DayCalendar calendar) : ShardEffects
{
    private const string WindowSql = """
        INSERT INTO stay_windows (shard, tracker_id, anchor_recorded_at, anchor_fingerprint, anchor_latitude, anchor_longitude)
        SELECT $1, * FROM unnest($2::bigint[], $3::timestamptz[], $4::bigint[], $5::float8[], $6::float8[])
        ON CONFLICT (tracker_id) DO UPDATE
        SET anchor_recorded_at = excluded.anchor_recorded_at, anchor_fingerprint = excluded.anchor_fingerprint,
            anchor_latitude = excluded.anchor_latitude, anchor_longitude = excluded.anchor_longitude
        """;

    private readonly LogChanges<LocatedStay> _stays =
        Log(changes, change => change.Stays.Superseded.Select(stay => stay.Sequence), change => change.Stays.Added);

    private readonly LogChanges<Trip> _trips =
        Log(changes, change => change.Trips.Superseded.Select(trip => trip.Sequence), change => change.Trips.Added);

    private readonly LogChanges<Fix> _outliers =
        Log(changes, change => change.Outliers.Superseded.Select(outlier => outlier.Sequence), change => change.Outliers.Added);

    private readonly (long TrackerId, StayWindow Window)[] _windows =
        [.. changes.Where(change => change.Window is not null).Select(change => (change.TrackerId, change.Window!.Value))];

    public override int Entries => _stays.Count;

    public override async Task WriteAsync(WriteScope write, CancellationToken cancellationToken)
    {
        await OutputLog.Stays.WriteAsync(write, batch.Shard, batch.Cursor.OutputSequence, _stays, StayLog.Columns, cancellationToken);
        await OutputLog.Trips.WriteAsync(write, batch.Shard, _trips, TripLog.Columns, cancellationToken);
        await OutputLog.Outliers.WriteAsync(write, batch.Shard, _outliers, OutlierLog.Columns, cancellationToken);
        await TrackDays.MarkAsync(write, batch.Shard, calendar, changes, cancellationToken);
        await WriteWindowsAsync(write, cancellationToken);
    }

    private static LogChanges<TEntry> Log<TEntry>(
        IReadOnlyList<TrackerChange> changes, Func<TrackerChange, IEnumerable<long>> superseded, Func<TrackerChange, IEnumerable<TEntry>> added) =>
        LogChanges.Of(changes, change => change.TrackerId, superseded, added);

    private async Task WriteWindowsAsync(WriteScope write, CancellationToken cancellationToken)
    {
        if (_windows.Length > 0)
        {
            await using NpgsqlCommand upsert = write.Command(
                WindowSql,
                batch.Shard,
                _windows.Select(row => row.TrackerId).ToArray(),
                _windows.Select(row => row.Window.Anchor.RecordedAt).ToArray(),
                _windows.Select(row => row.Window.Anchor.Fingerprint).ToArray(),
                _windows.Select(row => row.Window.AnchorLatitude).ToArray(),
                _windows.Select(row => row.Window.AnchorLongitude).ToArray());
            await upsert.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
