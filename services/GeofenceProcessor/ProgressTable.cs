using EFCore.ReadWriteSplitting.Scopes;
using GeofenceProcessor.Fences;
using Npgsql;
using Tracker.Geo.Time;

namespace GeofenceProcessor;

/// <summary>
/// The service's progress through changes of fences (<c>geofence_progress</c>), which is read and written in the same
/// transactions as its cursors.
/// </summary>
internal static class ProgressTable
{
    private const string ReadSql = """
        SELECT g.revision, p.shard, p.fence_revision, p.judged_until, p.recompute_revision, p.recompute_until, p.recomputed_tracker_id
        FROM geofence_revision g CROSS JOIN geofence_progress p
        """;

    private const string WriteSql = """
        UPDATE geofence_progress
        SET fence_revision = $2, judged_until = $3, recompute_revision = $4, recompute_until = $5, recomputed_tracker_id = $6
        WHERE shard = $1
        """;

    /// <summary>The revision of the fences in a snapshot, and each shard's progress.</summary>
    /// <exception cref="InvalidOperationException">The table has no rows: something other than the migrations changed it.</exception>
    public static async Task<(long Revision, IReadOnlyDictionary<short, ShardProgress> Shards)> ReadAsync(
        ReadScope read, CancellationToken cancellationToken)
    {
        long? revision = null;
        Dictionary<short, ShardProgress> shards = [];
        await using ReadCommand command = read.Command(ReadSql);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            revision = reader.GetInt64(0);
            shards.Add(reader.GetInt16(1), new ShardProgress
            {
                FenceRevision = reader.GetInt64(2),
                JudgedUntil = StoredTime.Utc(reader.GetDateTime(3)),
                RecomputeRevision = reader.GetInt64(4),
                RecomputeUntil = StoredTime.Utc(reader.GetDateTime(5)),
                RecomputedTrackerId = reader.GetInt64(6),
            });
        }

        return (revision ?? throw new InvalidOperationException("geofence_progress has no rows: restore them from a backup."), shards);
    }

    /// <summary>Writes a shard's progress, in a transaction that holds the row of its cursor.</summary>
    public static async Task WriteAsync(WriteScope write, short shard, ShardProgress progress, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand update = write.Command(
            WriteSql,
            shard,
            progress.FenceRevision,
            progress.JudgedUntil,
            progress.RecomputeRevision,
            progress.RecomputeUntil,
            progress.RecomputedTrackerId);
        await update.ExecuteNonQueryAsync(cancellationToken);
    }
}
