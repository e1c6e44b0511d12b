using EndToEnd.Tests.Results;
using EndToEnd.Tests.Workers;
using Tracker.Cluster.Nodes;
using Tracker.Tests.Days;

namespace EndToEnd.Tests;

[Collection(OnCluster.Name)]
public sealed class ConsumerReadTests(ClusterFixture fixture)
{
    private const string RowsReadSql = """
        SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)::bigint FROM pg_stat_user_tables
        WHERE relname LIKE 'location\_reports%'
           OR relname IN ('stays', 'geofence_events', 'tracker_status', 'status_transitions', 'geofences', 'geofence_versions')
        """;

    // A backend reports what it read at its end at the latest.
    private const string EndBackendsSql = """
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE datname = 'tracker' AND backend_type = 'client backend' AND usename IN ('tracker', 'tracker_read')
        """;

    private static readonly GeneratedDay Day = GeneratedDay.Shared;

    [SkippableFact]
    public async Task At_least_95_percent_of_the_rows_that_consumers_read_come_from_replicas()
    {
        await using Pipeline pipeline = await Pipeline.OfDayAsync(fixture);
        // The ingest asks the primary what is there already; that is not the consumers' reading.
        pipeline.Fleet.Start([WorkerBinary.Fetcher]);
        await pipeline.ProgressAsync(WorkerBinary.Fetcher, Day.Distinct);
        await pipeline.Results.UntilAsync("(SELECT bool_and(finished_at IS NOT NULL) FROM sources)", "the source is finished");
        Assert.Equal(0, await pipeline.Fleet.StopAsync(WorkerFleet.NameOf(WorkerBinary.Fetcher)));
        ClusterNode primary = await pipeline.Results.PrimaryAsync();
        long ingested = await RowsReadAsync(primary);
        long replicasBefore = (await Task.WhenAll((await pipeline.ReplicasAsync()).Select(RowsReadAsync))).Sum();

        pipeline.Fleet.Start(WorkerBinary.Consumers);
        foreach (string service in WorkerBinary.Consumers)
        {
            await pipeline.ProgressAsync(service, Day.Distinct);
        }

        foreach (string service in WorkerBinary.Consumers)
        {
            Assert.Equal(0, await pipeline.Fleet.StopAsync(WorkerFleet.NameOf(service)));
        }

        long fromPrimary = await RowsReadAsync(primary) - ingested;
        long fromReplicas = (await Task.WhenAll((await pipeline.ReplicasAsync()).Select(RowsReadAsync))).Sum() - replicasBefore;
        Assert.True(fromReplicas > 3 * Day.Distinct, $"{fromReplicas} rows from the replicas are fewer than three consumers read");
        Assert.True(fromPrimary * 20 <= fromPrimary + fromReplicas, $"{fromPrimary} rows from the primary, {fromReplicas} from the replicas");
        await StoredDay.AssertEventsAsync(pipeline.Results, Day);
        await StoredDay.AssertStaysAsync(pipeline.Results, Day);
    }

    private static async Task<long> RowsReadAsync(ClusterNode node)
    {
        await Eventually.TrueAsync(async () => await ClusterFixture.ScalarAsync(node, EndBackendsSql) is 0L, $"the backends of {node.Name} have ended");
        return (long)(await ClusterFixture.ScalarAsync(node, RowsReadSql))!;
    }
}
