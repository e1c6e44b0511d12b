using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Model;
using Tracker.Data.Pipeline;

namespace GeofenceProcessor;

/// <summary>
/// Finds visits that have lasted as long as their fence requires and have seen no report since. Excludes shards with unread
/// reports, because these may show that the tracker has left.
/// </summary>
internal static class DueDwells
{
    private const int TrackersPerBatch = 200;

    private const string ShardsSql = """
        SELECT now(), array(
            SELECT DISTINCT s.shard
            FROM fence_presences p
            JOIN trackers t ON t.id = p.tracker_id
            JOIN report_shards s ON s.shard = t.shard
            JOIN consumer_cursors c ON c.consumer = $1 AND c.shard = s.shard AND c.position >= s.head
            WHERE p.dwell_at <= now())
        """;

    private const string TrackersSql = """
        SELECT DISTINCT p.tracker_id FROM fence_presences p JOIN trackers t ON t.id = p.tracker_id
        WHERE p.dwell_at <= $1 AND t.shard = $2 ORDER BY p.tracker_id LIMIT $3
        """;

    /// <summary>The server's time, and the shards in which a dwell is due.</summary>
    public static async Task<(DateTime Now, HashSet<short> Shards)> ShardsAsync(ReadScope read, CancellationToken cancellationToken)
    {
        await using ReadCommand command = read.Command(ShardsSql, Consumers.GeofenceProcessor);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetDateTime(0), [.. await reader.GetFieldValueAsync<short[]>(1, cancellationToken)]);
    }

    /// <summary>Trackers of the batch's shard whose dwell was due when the snapshot was taken.</summary>
    public static async Task<long[]> TrackersAsync(ReadScope read, ShardBatch batch, CancellationToken cancellationToken)
    {
        var ids = new List<long>();
        await using ReadCommand command = read.Command(TrackersSql, batch.SnapshotAt, batch.Shard, TrackersPerBatch);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetInt64(0));
        }

        return [.. ids];
    }
}
