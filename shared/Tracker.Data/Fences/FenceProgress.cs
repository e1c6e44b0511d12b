using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Model;

namespace Tracker.Data.Fences;

/// <summary>
/// How far each shard's trackers have been judged by changes of fences: table <c>geofence_progress</c>, which the geofence processor
/// advances.
/// </summary>
public static class FenceProgress
{
    /// <summary>The fence revision of a shard that has to be recomputed as a whole, whatever has changed.</summary>
    public const long RecomputeAll = -1;

    // The cursors first, as a batch locks them, and with new stamps: a batch that was computed before is discarded.
    private const string RequestSql = """
        WITH stamped AS (
            UPDATE consumer_cursors SET stamp = gen_random_uuid()
            WHERE consumer = $1 AND EXISTS (SELECT FROM geofence_versions) RETURNING shard)
        UPDATE geofence_progress p SET fence_revision = $2, recompute_revision = 0, recomputed_tracker_id = 0
        FROM stamped s WHERE p.shard = s.shard
        """;

    private const string LeftSql = """
        SELECT count(*) FROM geofence_progress
        WHERE fence_revision < (SELECT revision FROM geofence_revision) OR recomputed_tracker_id > 0
        """;

    /// <summary>Requests that the events of all trackers are recomputed from their first reports on.</summary>
    /// <returns>The number of shards requested; 0 where there are no fences.</returns>
    public static async Task<int> RequestAsync(WriteScope write, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand request = write.Command(RequestSql, Consumers.GeofenceProcessor, RecomputeAll);
        return await request.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The number of shards that have not been judged by the latest change of a fence.</summary>
    public static async Task<long> LeftAsync(ReadScope read, CancellationToken cancellationToken)
    {
        await using ReadCommand left = read.Command(LeftSql);
        return (long)(await left.ExecuteScalarAsync(cancellationToken))!;
    }
}
