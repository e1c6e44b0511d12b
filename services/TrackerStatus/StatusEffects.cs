using Npgsql;
using Tracker.Data.Pipeline;
using Tracker.Data.Scopes;
using TrackerStatus.Timeline;

namespace TrackerStatus;

/// <summary>Writes a batch's transitions and statuses.</summary>
internal sealed class StatusEffects(ShardBatch batch, IReadOnlyList<StatusChange> changes) : ShardEffects
{
    private const string InsertSql = """
        INSERT INTO status_transitions (shard, sequence, tracker_id, state, occurred_at)
        SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::timestamptz[])
        """;

    // Where no fresh report came, the last one's time and place stand.
    private const string StatusSql = """
        INSERT INTO tracker_status (shard, tracker_id, state, since, last_seen_at, latitude, longitude)
        SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::float8[], $7::float8[])
        ON CONFLICT (tracker_id) DO UPDATE
        SET state = excluded.state, since = excluded.since, last_seen_at = excluded.last_seen_at,
            latitude = excluded.latitude, longitude = excluded.longitude
        """;

    private const string CorrectSql = """
        UPDATE tracker_status t SET state = n.state, since = n.since
        FROM unnest($1::bigint[], $2::text[], $3::timestamptz[]) AS n(tracker_id, state, since) WHERE t.tracker_id = n.tracker_id
        """;

    private readonly long[] _superseded = [.. changes.SelectMany(change => change.Superseded).Select(entry => entry.Sequence)];

    private readonly (long TrackerId, StatusTransition Transition)[] _added =
        [.. changes.SelectMany(change => change.Added.Select(added => (change.TrackerId, added)))];

    public override int Entries => _superseded.Length + _added.Length;

    public override async Task WriteAsync(WriteScope write, CancellationToken cancellationToken)
    {
        long next = await StatusLog.Log.SupersedeAsync(write, batch.Shard, batch.Cursor.OutputSequence + 1, _superseded, cancellationToken);
        if (_added.Length > 0)
        {
            await using NpgsqlCommand insert = write.Command(
                InsertSql,
                batch.Shard,
                OutputLog.Numbers(next, _added.Length),
                _added.Select(row => row.TrackerId).ToArray(),
                _added.Select(row => StatusLog.Word(row.Transition.To)).ToArray(),
                _added.Select(row => row.Transition.OccurredAt).ToArray());
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        await WriteStatusesAsync(write, cancellationToken);
    }

    private async Task WriteStatusesAsync(WriteScope write, CancellationToken cancellationToken)
    {
        StatusChange[] seen = [.. changes.Where(change => change.LastSeen is not null)];
        if (seen.Length > 0)
        {
            await using NpgsqlCommand upsert = write.Command(
                StatusSql,
                batch.Shard,
                seen.Select(change => change.TrackerId).ToArray(),
                seen.Select(change => StatusLog.Word(change.State)).ToArray(),
                seen.Select(change => change.Since).ToArray(),
                seen.Select(change => change.LastSeen!.Value.RecordedAt).ToArray(),
                seen.Select(change => change.LastSeen!.Value.Latitude).ToArray(),
                seen.Select(change => change.LastSeen!.Value.Longitude).ToArray());
            await upsert.ExecuteNonQueryAsync(cancellationToken);
        }

        StatusChange[] corrected = [.. changes.Where(change => change.LastSeen is null && change.ChangesStatus)];
        if (corrected.Length > 0)
        {
            await using NpgsqlCommand correct = write.Command(
                CorrectSql,
                corrected.Select(change => change.TrackerId).ToArray(),
                corrected.Select(change => StatusLog.Word(change.State)).ToArray(),
                corrected.Select(change => change.Since).ToArray());
            await correct.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
