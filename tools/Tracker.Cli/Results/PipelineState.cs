using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Configuration;

namespace Tracker.Cli.Results;

/// <summary>How far the consumers are.</summary>
/// <param name="Head">Reports stored, over all shards.</param>
/// <param name="Positions">Reports processed, by consumer.</param>
/// <param name="ShardsToRejudge">Shards in which a fence's change, beginning or end has not been judged yet.</param>
/// <param name="Overdue">Trackers that are silent for too long and still active.</param>
internal sealed record PipelineState(long Head, IReadOnlyDictionary<string, long> Positions, long ShardsToRejudge, long Overdue)
{
    private const string PositionsSql = """
        SELECT c.consumer, sum(s.head)::bigint, sum(c.position)::bigint
        FROM consumer_cursors c JOIN report_shards s ON s.shard = c.shard
        GROUP BY c.consumer
        """;

    // As the geofence processor finds out that a shard is due.
    private const string RejudgeSql = """
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

    private const string UnmadeSql = """
        SELECT (SELECT count(*) FROM recomputations) + (SELECT count(*) FROM track_days WHERE ends_at <= now()) + (SELECT count(*) FROM settlements)
        """;

    /// <summary>What the tracker-status service was told; its default is the guide's rule.</summary>
    private static readonly TimeSpan InactiveAfter =
        EnvironmentSettings.Load().TryGetValue("TRACKER_STATUS_INACTIVE_AFTER", out string? told) && TimeWithUnit.TryParse(told, out TimeSpan after)
            ? after
            : TimeSpan.FromDays(7);

    /// <summary>Tracks of days that are over, results to be made again and trackers to be settled, that are still to be made.</summary>
    public long Unmade { get; init; }

    /// <summary>Reports that wait, by consumer.</summary>
    public IReadOnlyDictionary<string, long> Backlog =>
        new SortedDictionary<string, long>(Positions.ToDictionary(consumer => consumer.Key, consumer => Head - consumer.Value), StringComparer.Ordinal);

    /// <summary>Nothing is left to do until something new comes in.</summary>
    public bool IsIdle => Positions.Values.All(position => position == Head) && ShardsToRejudge == 0 && Overdue == 0 && Unmade == 0;

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
            await CountAsync(read.Command(RejudgeSql), ct),
            await CountAsync(read.Command(OverdueSql, InactiveAfter), ct))
        {
            Unmade = await CountAsync(read.Command(UnmadeSql), ct),
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
