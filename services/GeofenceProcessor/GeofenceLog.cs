using EFCore.ReadWriteSplitting.Scopes;
using GeofenceProcessor.Judging;
using GeofenceProcessor.Replaying;
using Npgsql;
using Tracker.Data.Fences;
using Tracker.Data.OutputLogs;

namespace GeofenceProcessor;

/// <summary>The log of events, and the presences.</summary>
internal static class GeofenceLog
{
    public static readonly LogMapping<FenceEvent> Columns = LogMapping<FenceEvent>.Empty
        .Column(happened => happened.FenceId)
        .Column(happened => happened.FenceVersion)
        .Column(happened => EventLabels.Of(happened.Type))
        .Column(happened => happened.OccurredAt)
        .Column(happened => happened.ReportFingerprint)
        .Column(happened => happened.Initial)
        .Column(happened => EventLabels.Of(happened.Reason))
        .Column(happened => happened.EnteredAt);

    // OFFSET 0 forces one index scan per tracker instead of a hash join over all events.
    private const string AfterSql = """
        SELECT e.tracker_id, e.sequence, e.fence_id, e.fence_version, e.type, e.occurred_at, e.report_fingerprint, e.initial, e.reason, e.entered_at
        FROM unnest($1::bigint[], $2::timestamptz[]) AS q(tracker_id, since)
        CROSS JOIN LATERAL (
            SELECT * FROM geofence_events e
            WHERE e.tracker_id = q.tracker_id AND e.occurred_at >= q.since AND e.supersedes IS NULL AND e.superseded_by IS NULL
            OFFSET 0) e
        ORDER BY e.sequence
        """;

    /// <summary>The effective events of each track from the time of its previous report on.</summary>
    public static async Task<ILookup<long, StoredEvent>> AfterAsync(ReadScope read, IReadOnlyCollection<Track> tracks, CancellationToken cancellationToken)
    {
        var events = new List<StoredEvent>();
        await using ReadCommand command = read.Command(
            AfterSql,
            tracks.Select(track => track.TrackerId).ToArray(),
            tracks.Select(track => track.Previous?.RecordedAt ?? FenceVersion.Always.From).ToArray());
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            events.Add(new StoredEvent(
                reader.GetInt64(0),
                reader.GetInt64(1),
                new FenceEvent(
                    reader.GetInt64(2),
                    reader.GetInt32(3),
                    EventLabels.TypeOf(reader.GetString(4)),
                    reader.GetDateTime(5),
                    await reader.IsDBNullAsync(6, cancellationToken) ? null : reader.GetInt64(6),
                    reader.GetBoolean(7),
                    EventLabels.ReasonOf(await reader.IsDBNullAsync(8, cancellationToken) ? null : reader.GetString(8)),
                    reader.GetDateTime(9))));
        }

        return events.ToLookup(entry => entry.TrackerId);
    }

    /// <summary>The fences that each tracker is currently inside of.</summary>
    public static async Task<ILookup<long, Presence>> PresencesAsync(ReadScope read, IReadOnlyCollection<Track> tracks, CancellationToken cancellationToken)
    {
        var presences = new List<(long TrackerId, Presence Presence)>();
        await using ReadCommand command = read.Command(
            "SELECT tracker_id, fence_id, entered_at, dwell_at FROM fence_presences WHERE tracker_id = ANY($1)", tracks.Select(track => track.TrackerId).ToArray());
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            presences.Add((
                reader.GetInt64(0),
                new Presence(reader.GetInt64(1), reader.GetDateTime(2), await reader.IsDBNullAsync(3, cancellationToken) ? null : reader.GetDateTime(3))));
        }

        return presences.ToLookup(row => row.TrackerId, row => row.Presence);
    }
}
