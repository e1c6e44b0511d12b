using System.Text.Json;
using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Erasing;
using Tracker.Data.Ingest;
using Tracker.Data.Model;
using Tracker.Data.OutputLogs;
using Tracker.Data.Pipeline;
using Tracker.Data.Tests.Cluster;
using Tracker.Data.Tests.Pipeline;
using Tracker.Geo.Reports;
using Tracker.Tests;

namespace Tracker.Data.Tests.Erasing;

[Collection(OnCluster.Name)]
public sealed class TrackerErasingTests(ClusterFixture fixture) : IClassFixture<NoLeaks<TrackerErasingTests>>
{
    // A log's numbers are whole, and each entry that takes one back is linked with it both ways.
    private const string BrokenLogSql = """
        SELECT count(*) FROM {0} o FULL JOIN {0} n ON n.shard = o.shard AND n.supersedes = o.sequence
        WHERE (o.superseded_by IS NOT NULL OR n.supersedes IS NOT NULL) AND (o.superseded_by IS DISTINCT FROM n.sequence OR n.tracker_id <> o.tracker_id)
        """;

    private const string GapsSql = """
        SELECT count(*) FROM (SELECT shard, count(*) AS n, max(sequence) AS last FROM {0} GROUP BY shard) l
        JOIN (SELECT shard, output_sequence AS given FROM consumer_cursors WHERE consumer = '{1}' UNION ALL SELECT shard, sequence FROM output_logs WHERE log = '{0}') c USING (shard)
        WHERE n <> last OR last <> given
        """;

    [Fact]
    public async Task Erasing_leaves_no_trace_of_the_tracker_in_any_table_and_changes_nothing_else()
    {
        await using Inhabited world = await Inhabited.CreateAsync(fixture, nameof(TrackerErasingTests));
        await world.PassAsync();
        List<string> others = await world.OthersAsync();
        Assert.NotEmpty(await Remains.OfAsync(fixture.WriteConnectionString, world.TrackerId, Inhabited.Traces));

        ErasureResult result = (await world.EraseAsync())!;

        await world.AssertNothingIsLeftAsync();
        Assert.Equal(others, await world.OthersAsync());
        await AssertLogsAreWholeAsync(world);
        Assert.Equal(["depot"], result.Traces.Fences);
        Assert.Equal((world.TrackerId % 64, "somebody", null), ((long)result.Erasure.Shard!, result.Erasure.RequestedBy, result.Erasure.TrackerId));
        Assert.Equal(System.Security.Cryptography.SHA256.HashData("tag-7f3a"u8), result.Erasure.KeyHash);
        Assert.Equal(ExpectedRows(reports: 40), JsonSerializer.Deserialize<SortedDictionary<string, long>>(result.Erasure.Rows));
        Assert.Null(await world.EraseAsync());
    }

    [Fact]
    public async Task Deleting_the_rows_waits_for_a_drop_of_months_in_progress()
    {
        await using Inhabited world = await Inhabited.CreateAsync(fixture, nameof(TrackerErasingTests));
        await world.PassAsync();
        await using WriteScope drop = await world.Database.WriteAsync(CancellationToken.None);
        await ExecuteAsync(drop.Command("SELECT FROM retention FOR UPDATE"));
        await ExecuteAsync(drop.Command("INSERT INTO settlements (consumer, shard, tracker_id) SELECT 'tracker-status', shard, id FROM trackers WHERE id = $1", world.TrackerId));

        Task<ErasureResult?> erasing = world.EraseAsync();
        await Eventually.TrueAsync(
            () => world.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query = 'SELECT FROM retention FOR SHARE')"),
            "the deletion waits");
        await drop.CommitAsync(CancellationToken.None);

        Assert.NotNull(await erasing);
        await world.AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task An_erasure_killed_after_any_of_its_transactions_is_finished_by_the_next_call()
    {
        await using Inhabited world = await Inhabited.CreateAsync(fixture, nameof(TrackerErasingTests), reports: 5_500);
        await world.PassAsync();
        List<string> others = await world.OthersAsync();
        await world.Database.WriteAsync((write, token) => ErasureLedger.MarkAsync(write, Inhabited.Key, "somebody", token), CancellationToken.None);

        // What was committed before stays; all else of the process is gone. Each time it comes one step further.
        ErasureResult? result = null;
        int deaths = 0;
        for (int steps = 1; result is null; steps++)
        {
            int left = steps;
            try
            {
                result = await world.EraseAsync(watch: _ => left = left > 1 ? left - 1 : throw new OperationCanceledException("kill -9"));
            }
            catch (OperationCanceledException)
            {
                deaths++;
            }
        }

        Assert.True(deaths > 20, $"{deaths} deaths");
        await world.AssertNothingIsLeftAsync();
        Assert.Equal(others, await world.OthersAsync());
        await AssertLogsAreWholeAsync(world);
        Assert.Equal(ExpectedRows(reports: 5_500), JsonSerializer.Deserialize<SortedDictionary<string, long>>(result.Erasure.Rows));
    }

    [Fact]
    public async Task Erasing_waits_for_workers_that_have_not_read_all_reports_and_names_them()
    {
        await using Inhabited world = await Inhabited.CreateAsync(fixture, nameof(TrackerErasingTests));
        await world.PassAsync();
        await Inhabited.ExecuteAsync(world.Database, "UPDATE consumer_cursors SET position = 0 WHERE consumer = 'geofence-processor'");

        TimeoutException late = await Assert.ThrowsAsync<TimeoutException>(() => world.EraseAsync(patience: TimeSpan.Zero));

        Assert.Contains("geofence-processor is", late.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("tracker-status is", late.Message, StringComparison.Ordinal);
        Assert.Equal(40, await world.ScalarAsync<long>($"SELECT count(*) FROM location_reports WHERE tracker_id = {world.TrackerId}"));
        await world.PassAsync();
        Assert.NotNull(await world.EraseAsync());
        await world.AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Erasing_leaves_no_gap_in_the_reports_that_consumers_have_not_read()
    {
        await using Inhabited world = await Inhabited.CreateAsync(fixture, nameof(TrackerErasingTests));
        await Tally.CreateTableAsync(world.Database);
        await Inhabited.ExecuteAsync(world.Database, "UPDATE consumer_cursors c SET position = s.head FROM report_shards s WHERE s.shard = c.shard AND consumer <> 'location-aggregator'");
        await Inhabited.ExecuteAsync(world.Database, "DELETE FROM stays");
        await Inhabited.ExecuteAsync(world.Database, "UPDATE consumer_cursors SET output_sequence = 0 WHERE consumer = 'location-aggregator'");

        // A consumer that misses a report stops with an error, or, where it was the shard's last, tries for ever.
        await Task.WhenAll(world.EraseAsync(), Tallying.FinishAsync(world.Database, Tallying.Pipeline(world.Database, new Tally()))).WaitAsync(TimeSpan.FromSeconds(60));
        await Stock.StoreAsync(world.Database, Stock.Reports(300, 140, from: 10_000));
        await Tallying.FinishAsync(world.Database, Tallying.Pipeline(world.Database, new Tally()));

        Assert.Equal(700 + 40 + 10 + 300, await world.ScalarAsync<long>("SELECT count(*) FROM tally"));
    }

    [Fact]
    public async Task A_batch_computed_from_erased_reports_is_discarded()
    {
        await using Inhabited world = await Inhabited.CreateAsync(fixture, nameof(TrackerErasingTests));
        await world.PassAsync();
        await Tally.CreateTableAsync(world.Database);
        string[] neighbours = [.. Enumerable.Range(0, 140).Select(i => $"t{i}")];
        await Inhabited.ExecuteAsync(world.Database, $"DELETE FROM stays WHERE tracker_id = {world.TrackerId}");
        await Stock.StoreAsync(world.Database, [.. neighbours.SelectMany(key => Inhabited.Reports(key, 1, 48, Stock.Start.AddDays(1)))]);
        ErasureResult? erased = null;
        ShardPipeline pipeline = Tallying.Pipeline(world.Database, new Tally(async batch => erased ??= batch.Shard == world.TrackerId % 64 ? await world.EraseAsync() : null));

        var outcome = BatchOutcome.Idle;
        while (erased is null)
        {
            outcome = await pipeline.RunBatchAsync(CancellationToken.None);
        }

        Assert.Equal(BatchOutcome.Stale, outcome);
    }

    [Fact]
    public async Task Erasing_covers_every_table_and_column_about_trackers()
    {
        await fixture.ResetAsync();
        List<string> tables = await Remains.TablesOfTrackersAsync(fixture.WriteConnectionString);
        string[] known =
        [
            .. ErasedTracker.States.Select(state => state.Table), .. OutputLog.All.Select(log => log.Name),
            // Its own log, and a position among trackers that is 0 where no recomputation is in progress.
            "erasures", "geofence_progress",
        ];
        Assert.Equal(known.Order(StringComparer.Ordinal), tables.Order(StringComparer.Ordinal));

        await using NpgsqlDataSource source = NpgsqlDataSource.Create(fixture.WriteConnectionString);
        foreach (OutputLog log in OutputLog.All)
        {
            await using NpgsqlCommand columns = source.CreateCommand($"SELECT array_agg(column_name::text) FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '{log.Name}'");
            string[] content = [.. ((string[])(await columns.ExecuteScalarAsync())!).Except(["shard", "sequence", "supersedes", "superseded_by"])];
            Assert.Equal(content.Order(StringComparer.Ordinal), log.Columns.Select(column => column.Name).Order(StringComparer.Ordinal));
        }
    }

    private static SortedDictionary<string, long> ExpectedRows(long reports) => new(StringComparer.Ordinal)
    {
        ["location_reports"] = reports,
        ["trackers"] = 1,
        ["recomputations"] = 1,
        ["track_days"] = 2,
        ["stay_windows"] = 1,
        ["fence_presences"] = 1,
        ["tracker_status"] = 1,
        ["stays"] = 3,
        ["trips"] = 3,
        ["outliers"] = 3,
        ["tracks"] = 3,
        ["geofence_events"] = 3,
        ["status_transitions"] = 3,
    };

    private static async Task AssertLogsAreWholeAsync(Inhabited world)
    {
        foreach (OutputLog log in OutputLog.All)
        {
            Assert.Equal(0, await world.ScalarAsync<long>(string.Format(System.Globalization.CultureInfo.InvariantCulture, BrokenLogSql, log.Name)));
            Assert.Equal(0, await world.ScalarAsync<long>(string.Format(System.Globalization.CultureInfo.InvariantCulture, GapsSql, log.Name, log.Consumer)));
            // Its three entries, and the one that takes back what held: all of nobody.
            Assert.Equal(4, await world.ScalarAsync<long>($"SELECT count(*) FROM {log.Name} WHERE tracker_id = 0 AND (supersedes IS NOT NULL OR superseded_by IS NOT NULL)"));
        }
    }

    private static async Task ExecuteAsync(NpgsqlCommand command)
    {
        await using (command)
        {
            await command.ExecuteNonQueryAsync();
        }
    }
}
