namespace EndToEnd.Tests.Results;

/// <summary>What holds of every log of the pipeline, whatever is in it.</summary>
internal static class OutputLogs
{
    public static async Task AssertGaplessAsync(ResultStore results)
    {
        Assert.Equal(0, await results.ScalarAsync<long>("""
            SELECT count(*) FROM report_shards s
            LEFT JOIN (SELECT shard, count(DISTINCT position) AS n, count(*) AS m, max(position) AS top FROM location_reports GROUP BY shard) r USING (shard)
            LEFT JOIN (SELECT shard, sum((rows->>'location_reports')::bigint) AS gone FROM erasures GROUP BY shard) e USING (shard)
            WHERE (s.head, s.head) IS DISTINCT FROM (coalesce(r.n, 0) + coalesce(gone, 0), coalesce(r.m, 0) + coalesce(gone, 0))
               OR coalesce(r.top, 0) > s.head OR (coalesce(r.top, 0) < s.head AND coalesce(gone, 0) = 0)
            """));
        await AssertResultsGaplessAsync(results);
    }

    /// <summary>The same of the results alone: of the reports, old ones may be gone.</summary>
    public static async Task AssertResultsGaplessAsync(ResultStore results)
    {
        await AssertGaplessAsync(results, "stays", "location-aggregator");
        await AssertGaplessAsync(results, "geofence_events", "geofence-processor");
        await AssertGaplessAsync(results, "status_transitions", "tracker-status");
        foreach (string table in new[] { "outliers", "trips", "tracks" })
        {
            await AssertGaplessAsync(results, table, $"SELECT shard, sequence AS last FROM output_logs WHERE log = '{table}'", cursors: "output_logs");
        }
    }

    private static Task AssertGaplessAsync(ResultStore results, string table, string consumer) => AssertGaplessAsync(
        results, table, $"SELECT shard, output_sequence AS last FROM consumer_cursors WHERE consumer = '{consumer}'", cursors: consumer);

    private static async Task AssertGaplessAsync(ResultStore results, string table, string lastSql, string cursors)
    {
        // (shard, sequence) is the primary key: as many as the greatest, from 1 on, are all.
        Assert.Empty(await results.TextsAsync($"""
            SELECT '{table} of shard ' || c.shard || ': ' || c.last || ' on {cursors}, ' || coalesce(n, 0) || ' entries from ' || low || ' to ' || top
            FROM ({lastSql}) c
            LEFT JOIN (SELECT shard, count(*) AS n, min(sequence) AS low, max(sequence) AS top FROM {table} GROUP BY shard) l USING (shard)
            WHERE (c.last <> coalesce(n, 0) OR coalesce(top, 0) <> coalesce(n, 0) OR coalesce(low, 1) <> 1)
            """));
        // What is superseded is repeated by the entry that says so, and by no other.
        Assert.Equal(0, await results.ScalarAsync<long>($"""
            SELECT count(*) FROM {table} o FULL JOIN {table} n ON n.shard = o.shard AND n.supersedes = o.sequence
            WHERE (o.superseded_by IS NOT NULL OR n.supersedes IS NOT NULL)
              AND (o.superseded_by IS DISTINCT FROM n.sequence OR n.tracker_id <> o.tracker_id)
            """));
    }
}
