using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Model;
using Tracker.Data.Pipeline;

namespace Tracker.Cli.Recomputing;

/// <summary>Shards whose trackers the geofence processor judges anew, all of them, from their first reports on.</summary>
internal sealed class FenceRejudging : IRecomputing
{
    // A new stamp: a batch that was computed on the cursor before is discarded.
    private const string RequestSql = """
        UPDATE consumer_cursors SET fence_revision = $2, rejudge_revision = 0, rejudged_tracker_id = 0, stamp = gen_random_uuid()
        WHERE consumer = $1 AND EXISTS (SELECT FROM geofence_versions)
        """;

    private const string LeftSql = """
        SELECT count(*) FROM consumer_cursors
        WHERE consumer = $1 AND (fence_revision < (SELECT revision FROM geofence_revision) OR rejudged_tracker_id > 0)
        """;

    public string Unit => "shards";

    public async Task<long> RequestAsync(WriteScope write, CancellationToken ct)
    {
        await using NpgsqlCommand request = write.Command(RequestSql, Consumers.GeofenceProcessor, ConsumerCursor.JudgeAll);
        return await request.ExecuteNonQueryAsync(ct);
    }

    public async Task<long> LeftAsync(ReadScope read, CancellationToken ct)
    {
        await using ReadCommand left = read.Command(LeftSql, Consumers.GeofenceProcessor);
        return (long)(await left.ExecuteScalarAsync(ct))!;
    }
}
