using EFCore.ReadWriteSplitting.Scopes;
using LocationAggregator.Aggregation;
using LocationAggregator.History;
using LocationAggregator.Stays;
using LocationAggregator.Tracks;
using Npgsql;
using Tracker.Data.Pipeline;

namespace LocationAggregator.Storage;

/// <summary>Writes what a batch changes: stays, trips, outliers, open windows, and the days whose tracks are to be made.</summary>
internal sealed class AggregateEffects(ShardBatch batch, IReadOnlyList<TrackerChange> changes, DayCalendar calendar) : ShardEffects
{
    private const string InsertSql = """
        INSERT INTO stays (shard, sequence, tracker_id, started_at, started_fingerprint, finished_at, finished_fingerprint, latitude, longitude, points)
        SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::timestamptz[], $5::bigint[], $6::timestamptz[], $7::bigint[], $8::float8[], $9::float8[], $10::int[])
        """;

    private const string WindowSql = """
        INSERT INTO stay_windows (shard, tracker_id, anchor_recorded_at, anchor_fingerprint, anchor_latitude, anchor_longitude)
        SELECT $1, * FROM unnest($2::bigint[], $3::timestamptz[], $4::bigint[], $5::float8[], $6::float8[])
        ON CONFLICT (tracker_id) DO UPDATE
        SET anchor_recorded_at = excluded.anchor_recorded_at, anchor_fingerprint = excluded.anchor_fingerprint,
            anchor_latitude = excluded.anchor_latitude, anchor_longitude = excluded.anchor_longitude
        """;

    private readonly long[] _superseded = [.. changes.SelectMany(change => change.Stays.Superseded).Select(stay => stay.Sequence)];

    private readonly (long TrackerId, LocatedStay Stay)[] _added =
        [.. changes.SelectMany(change => change.Stays.Added.Select(stay => (change.TrackerId, stay)))];

    private readonly (long TrackerId, StayWindow Window)[] _windows =
        [.. changes.Where(change => change.Window is not null).Select(change => (change.TrackerId, change.Window!.Value))];

    public override int Entries => _superseded.Length + _added.Length;

    public override async Task WriteAsync(WriteScope write, CancellationToken cancellationToken)
    {
        long next = await StayLog.Log.SupersedeAsync(write, batch.Shard, batch.Cursor.OutputSequence + 1, _superseded, cancellationToken);
        if (_added.Length > 0)
        {
            await using NpgsqlCommand insert = write.Command(
                InsertSql,
                batch.Shard,
                OutputLog.Numbers(next, _added.Length),
                _added.Select(row => row.TrackerId).ToArray(),
                _added.Select(row => row.Stay.From.RecordedAt).ToArray(),
                _added.Select(row => row.Stay.From.Fingerprint).ToArray(),
                _added.Select(row => row.Stay.To.RecordedAt).ToArray(),
                _added.Select(row => row.Stay.To.Fingerprint).ToArray(),
                _added.Select(row => row.Stay.Latitude).ToArray(),
                _added.Select(row => row.Stay.Longitude).ToArray(),
                _added.Select(row => row.Stay.Points).ToArray());
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        await TripLog.WriteAsync(write, batch.Shard, changes, cancellationToken);
        await OutlierLog.WriteAsync(write, batch.Shard, changes, cancellationToken);
        await TrackDays.MarkAsync(write, batch.Shard, calendar, changes, cancellationToken);
        await WriteWindowsAsync(write, cancellationToken);
    }

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
