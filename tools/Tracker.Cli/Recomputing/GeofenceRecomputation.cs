using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Model;
using Tracker.Data.Pipeline;

namespace Tracker.Cli.Recomputing;

/// <summary>A recomputation of all shards by the geofence processor, from the first report.</summary>
internal sealed class GeofenceRecomputation : IRecomputation
{
    // The new stamp discards a batch that was computed with the old cursor.
    private const string RequestSql = """
        UPDATE consumer_cursors SET fence_revision = $2, rejudge_revision = 0, rejudged_tracker_id = 0, stamp = gen_random_uuid()
        WHERE consumer = $1 AND EXISTS (SELECT FROM geofence_versions)
        """;

    private const string RemainingSql = """
        SELECT count(*) FROM consumer_cursors
        WHERE consumer = $1 AND (fence_revision < (SELECT revision FROM geofence_revision) OR rejudged_tracker_id > 0)
        """;

    public string Unit => "shards";

    public async Task<long> RequestAsync(WriteScope write, CancellationToken ct)
    {
        await using NpgsqlCommand request = write.Command(RequestSql, Consumers.GeofenceProcessor, ConsumerCursor.JudgeAll);
        return await request.ExecuteNonQueryAsync(ct);
    }

    public async Task<long> RemainingAsync(ReadScope read, CancellationToken ct)
    {
        await using ReadCommand left = read.Command(RemainingSql, Consumers.GeofenceProcessor);
        return (long)(await left.ExecuteScalarAsync(ct))!;
    }
}
