using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Tracker.Data.Pipeline;
using Tracker.Tests;

namespace Tracker.Data.Tests.Pipeline;

/// <summary>Runs pipelines and checks what they tallied.</summary>
internal static class Tallying
{
    public static ShardPipeline Pipeline(Database database, IShardConsumer consumer, int batchSize = 100) =>
        new(database, consumer, batchSize, NullLogger.Instance);

    /// <summary>Runs batches until the primary's cursors are at the heads.</summary>
    public static async Task FinishAsync(Database database, ShardPipeline pipeline) => await Eventually.TrueAsync(
        async () =>
        {
            while (await pipeline.RunBatchAsync(CancellationToken.None) != BatchOutcome.Idle)
            {
            }

            return await CountAsync(database, """
                SELECT sum(s.head - c.position)::bigint FROM report_shards s
                JOIN consumer_cursors c ON c.shard = s.shard AND c.consumer = 'location-aggregator'
                """) == 0;
        },
        "the consumer is at the head of every shard");

    public static async Task<long> CountAsync(Database database, string sql)
    {
        await using ReadScope read = await database.ReadAsync(ReadConsistency.Primary, CancellationToken.None);
        await using ReadCommand command = read.Command(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public static async Task AssertEachOnceAsync(Database database, long reports)
    {
        Assert.Equal(reports, await CountAsync(database, "SELECT count(*) FROM location_reports"));
        Assert.Equal(reports, await CountAsync(database, "SELECT count(*) FROM tally"));
        Assert.Equal(reports, await CountAsync(database, """
            SELECT count(*) FROM location_reports r JOIN tally t USING (shard, position, tracker_id, fingerprint)
            """));
    }
}
