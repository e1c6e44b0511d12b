using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Configuration;

namespace Tracker.Cli.Results;

/// <summary>The progress of the consumers.</summary>
/// <param name="Head">Stored reports over all shards.</param>
/// <param name="Positions">Processed reports by consumer.</param>
/// <param name="ShardsToRecompute">Shards in which the change, start or end of a fence has not been processed yet.</param>
/// <param name="Overdue">Active trackers that are due to become inactive.</param>
internal sealed record PipelineState(long Head, IReadOnlyDictionary<string, long> Positions, long ShardsToRecompute, long Overdue)
{
    private const string PositionsSql = """
        SELECT c.consumer, sum(s.head)::bigint, sum(c.position)::bigint
        FROM consumer_cursors c JOIN report_shards s ON s.shard = c.shard
        GROUP BY c.consumer
        """;

    // The same condition by which the geofence processor selects shards.
    private const string ShardsToRecomputeSql = """
        SELECT count(*) FROM geofence_progress p
        WHERE p.fence_revision < (SELECT revision FROM geofence_revision)
           OR p.recomputed_tracker_id > 0
           OR EXISTS (
               SELECT FROM geofence_versions v CROSS JOIN LATERAL (VALUES (v.valid_from), (v.valid_to)) AS boundary(at)
               WHERE v.valid_from < v.valid_to AND isfinite(boundary.at) AND boundary.at > p.judged_until AND boundary.at <= now())
        """;

    private const string OverdueSql = """
        SELECT count(*)
        FROM tracker_status s JOIN trackers t ON t.id = s.tracker_id LEFT JOIN tracker_models m ON m.id = t.model_id
        WHERE s.state = 'active' AND s.last_seen_at < now() - coalesce(m.inactive_after, $1::interval)
        """;

    private const string PendingSql = """
        SELECT (SELECT count(*) FROM recomputations) + (SELECT count(*) FROM track_days WHERE ends_at <= now()) + (SELECT count(*) FROM settlements)
        """;

    /// <summary>The setting of the tracker-status service, with the same default.</summary>
    private static readonly TimeSpan InactiveAfter =
        EnvironmentSettings.Load().TryGetValue("TRACKER_STATUS_INACTIVE_AFTER", out string? value)
            && TimeWithUnit.TryParse(value, out TimeSpan after)
            ? after
            : TimeSpan.FromDays(7);

    /// <summary>Pending tracks of past days, recomputations and retention hand-overs.</summary>
    public long Pending { get; init; }

    /// <summary>Pending reports by consumer.</summary>
    public IReadOnlyDictionary<string, long> Backlog =>
        new SortedDictionary<string, long>(
            Positions.ToDictionary(consumer => consumer.Key, consumer => Head - consumer.Value), StringComparer.Ordinal);

    /// <summary>Whether there is no work left.</summary>
    public bool IsIdle => Positions.Values.All(position => position == Head) && ShardsToRecompute == 0 && Overdue == 0 && Pending == 0;

    public static async Task<PipelineState> ReadAsync(ReadScope read, CancellationToken ct)
    {
        long head = 0;
        Dictionary<string, long> positions = [];
        await using (ReadCommand command = read.Command(PositionsSql))
        await using (NpgsqlDataReader reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                head = reader.GetInt64(1);
                positions[reader.GetString(0)] = reader.GetInt64(2);
            }
        }

        return new PipelineState(
            head,
            positions,
            await CountAsync(read.Command(ShardsToRecomputeSql), ct),
            await CountAsync(read.Command(OverdueSql, InactiveAfter), ct))
        {
            Pending = await CountAsync(read.Command(PendingSql), ct),
        };
    }

    private static async Task<long> CountAsync(ReadCommand command, CancellationToken ct)
    {
        await using (command)
        {
            return (long)(await command.ExecuteScalarAsync(ct))!;
        }
    }
}
