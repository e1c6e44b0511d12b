using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;

namespace Tracker.Data.Pipeline;

/// <summary>
/// Requests for a hand-over to retention (table <c>settlements</c>): read in a batch's snapshot, and ended together with what the
/// consumer keeps.
/// </summary>
internal static class HandOvers
{
    private const int TrackersPerBatch = 50;

    private const string NextSql = """
        SELECT r.settling_before, t.tracker_id
        FROM retention r, (SELECT tracker_id FROM settlements WHERE consumer = $1 AND shard = $2 ORDER BY tracker_id LIMIT $3) t
        """;

    private const string ForgetSql = "DELETE FROM kept_reports WHERE consumer = $1 AND tracker_id = ANY($2)";

    private const string KeepSql = """
        INSERT INTO kept_reports (consumer, tracker_id, recorded_at, fingerprint)
        SELECT DISTINCT $1, n.* FROM unnest($2::bigint[], $3::timestamptz[], $4::bigint[]) n
        """;

    private const string EndSql = "DELETE FROM settlements WHERE consumer = $1 AND shard = $2 AND tracker_id = ANY($3)";

    /// <summary>The next request of a shard; null where there is none.</summary>
    public static async Task<HandOverRequest?> NextAsync(ReadScope read, string consumer, short shard, CancellationToken cancellationToken)
    {
        var trackers = new List<long>(TrackersPerBatch);
        DateTime before = default;
        await using ReadCommand command = read.Command(NextSql, consumer, shard, TrackersPerBatch);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            before = reader.GetDateTime(0);
            trackers.Add(reader.GetInt64(1));
        }

        return trackers.Count == 0 ? null : new HandOverRequest(before, trackers);
    }

    /// <summary>Writes what a consumer keeps of the trackers, and ends the request.</summary>
    public static ShardEffects Effects(string consumer, short shard, HandOverRequest request, HandOver handOver) =>
        new HandOverEffects(consumer, shard, [.. request.TrackerIds], handOver);

    private sealed class HandOverEffects(string consumer, short shard, long[] trackers, HandOver handOver) : ShardEffects
    {
        public override int Entries => 0;

        public override async Task WriteAsync(WriteScope write, CancellationToken cancellationToken)
        {
            await handOver.WriteAsync(write, cancellationToken);
            await ExecuteAsync(write.Command(ForgetSql, consumer, trackers), cancellationToken);
            if (handOver.Kept.Count > 0)
            {
                await ExecuteAsync(
                    write.Command(
                        KeepSql,
                        consumer,
                        handOver.Kept.Select(report => report.TrackerId).ToArray(),
                        handOver.Kept.Select(report => report.Key.RecordedAt).ToArray(),
                        handOver.Kept.Select(report => report.Key.Fingerprint).ToArray()),
                    cancellationToken);
            }

            await ExecuteAsync(write.Command(EndSql, consumer, shard, trackers), cancellationToken);
        }

        private static async Task ExecuteAsync(NpgsqlCommand command, CancellationToken cancellationToken)
        {
            await using (command)
            {
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }
    }
}
