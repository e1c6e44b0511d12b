using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EFCore.ReadWriteSplitting.Scopes;
using EndToEnd.Tests.Results;
using EndToEnd.Tests.Workers;
using Tracker.Data.Fences;
using Tracker.Data.Trackers;
using Tracker.Geo.Fences;

namespace EndToEnd.Tests;

/// <summary><c>./tracker erase</c> beside all workers.</summary>
[Collection(OnCluster.Name)]
public sealed class ErasureTests(ClusterFixture fixture)
{
    private const int ReportsEach = 120;
    private const string Live = "tag-live";
    private const string Quiet = "tag-quiet";

    private static readonly string[] Others = ["tag-live2", "tag-quiet2", "bus 1", "bus 2"];

    private static readonly string ResultsSql = $"""
        SELECT row FROM (
            SELECT tracker, concat_ws(' ', 'stay', tracker, started_at, finished_at, latitude, longitude, points) AS row FROM effective_stays
            UNION ALL SELECT tracker, concat_ws(' ', 'trip', tracker, started_at, finished_at, distance_m, points) FROM effective_trips
            UNION ALL SELECT tracker, concat_ws(' ', 'outlier', tracker, recorded_at, fingerprint) FROM effective_outliers
            UNION ALL SELECT tracker, concat_ws(' ', 'track', tracker, day, reports, distance_m, md5(times::text || latitudes::text)) FROM effective_tracks
            UNION ALL SELECT tracker, concat_ws(' ', 'event', tracker, occurred_at, type, fence) FROM effective_geofence_events
            UNION ALL SELECT tracker, concat_ws(' ', 'status', tracker, state, occurred_at) FROM effective_status_transitions
            UNION ALL SELECT tracker, concat_ws(' ', 'now', s.*) FROM tracker_states s
            UNION ALL SELECT t.key, concat_ws(' ', 'report', r.*) FROM location_reports r JOIN trackers t ON t.id = r.tracker_id) all_rows
        """;

    private static readonly string OthersSql = $"{ResultsSql} WHERE tracker IN ('{string.Join("', '", Others)}')";

    [Fact]
    public async Task An_erasure_is_complete_although_the_tool_is_killed_and_reports_stream_in_and_are_read_again()
    {
        await using Pipeline pipeline = await Pipeline.EmptyAsync(fixture, new Dictionary<string, string>
        {
            ["TRACKER_PIPELINE_BATCH_SIZE"] = "23",
            ["TRACKER_PIPELINE_POLL"] = "100ms",
            ["TRACKER_FETCH_POLL"] = "100ms",
            ["TRACKER_STATUS_OVERDUE_POLL"] = "1s",
        });
        using TemporaryFiles files = new();
        string history = files.Write("history.csv", Csv(Rows(new Random(11))));
        await PrepareAsync(pipeline, history);
        List<string> others = await pipeline.Results.TextsAsync(OthersSql);
        long live = await IdAsync(pipeline, Live);
        long quiet = await IdAsync(pipeline, Quiet);
        string server = (await pipeline.Results.PrimaryAsync()).ServerConnectionString;
        Assert.True((await Remains.OfAsync(server, quiet, @"-123\.4")).Count > 20);

        using CancellationTokenSource ended = new();
        string stream = files.Write("stream.csv", Csv([]));
        Task streaming = StreamAsync(stream, ended.Token);
        await pipeline.Sources.AddAsync("stream", stream, every: TimeSpan.FromMilliseconds(200));
        await pipeline.Results.UntilAsync($"count(*) > {ReportsEach + 20} FROM location_reports WHERE tracker_id = {live}", "reports stream in");
        await KillWaitingAsync(pipeline, live);

        (int code, string said) = await CommandLineTool.RunAsync(pipeline.Cluster, "erase", Live, "--yes", "--json");
        Assert.True(code == 0, said);
        (code, said) = await CommandLineTool.RunAsync(pipeline.Cluster, "erase", Quiet, "--yes", "--by", "the data protection officer");
        Assert.True(code == 0, said);
        Assert.Contains("location_reports", said, StringComparison.Ordinal);

        await pipeline.Sources.AddAsync("again", history);
        await pipeline.Results.UntilAsync("(SELECT finished_at IS NOT NULL FROM sources WHERE name = 'again')", "the history is read again");
        await pipeline.Results.UntilAsync($"count(*) > 20 FROM location_reports r JOIN trackers t ON t.id = r.tracker_id WHERE t.key = '{Live}'", "the live one goes on as a new one");
        await ended.CancelAsync();
        await streaming;
        await pipeline.Results.UntilAsync("bool_and(position = head) FROM consumer_cursors JOIN report_shards USING (shard)", "all is processed");

        Assert.Empty(await Remains.OfAsync(server, quiet, @"-123\.4", "tag-quiet($|[^2])"));
        Assert.Empty(await Remains.OfAsync(server, live));
        Assert.Equal(2 * ReportsEach, await pipeline.Results.ScalarAsync<long>("SELECT sum(reports)::bigint FROM rejected_reports WHERE reason = 'erased' AND source_id = (SELECT id FROM sources WHERE name = 'again')"));
        Rowset.AssertEqual(others, await pipeline.Results.TextsAsync(OthersSql));
        await OutputLogs.AssertGaplessAsync(pipeline.Results);
        await AssertToolsWorkAsync(pipeline);
        Assert.Empty(pipeline.Fleet.Errors());
    }

    private async Task PrepareAsync(Pipeline pipeline, string history)
    {
        await using Database database = fixture.Open("tests-erasing");
        await DeliveryCatalog.SetAsync(database, "depot", 48, -123.3999, 150, CancellationToken.None);
        await database.WriteAsync(
            (write, ct) => ModelCatalog.SetAsync(write, "Acme", "Tag", TimeSpan.FromHours(2), batteryLowPercent: null, ct), CancellationToken.None);
        await pipeline.Fences.SetAsync(new FenceDefinition("yard", "Yard", new CircleShape(48, -123.3999, 500)), new FenceDefinition("town", "Town", new CircleShape(48, 16, 500)));
        await pipeline.Sources.AddAsync("history", history, options: """{"batchSize": 40}""");
        pipeline.Fleet.Start(WorkerBinary.All, 1);
        pipeline.Fleet.Start([WorkerBinary.Fetcher, WorkerBinary.Aggregator], 2);
        await pipeline.CompleteAsync();
        // Recomputations are under way when it begins.
        await database.WriteAsync((write, ct) => ModelCatalog.AssignAsync(write, Live, "Acme", "Tag", ct), CancellationToken.None);
    }

    // With a worker frozen the tool has to wait, with the tracker marked and nothing deleted yet.
    private static async Task KillWaitingAsync(Pipeline pipeline, long tracker)
    {
        string geofences = WorkerFleet.NameOf(WorkerBinary.Geofences);
        pipeline.Fleet.Pause(geofences);
        try
        {
            await pipeline.Results.UntilAsync(
                $"(SELECT max(position) FROM location_reports WHERE tracker_id = {tracker}) > (SELECT position FROM consumer_cursors WHERE consumer = 'geofence-processor' AND shard = {tracker % 64})",
                "the frozen worker is behind");
            using Process tool = CommandLineTool.Start(pipeline.Cluster, "erase", Live, "--yes");
            await pipeline.Results.UntilAsync("count(*) = 1 FROM erasures", "the erasure is marked");
            Assert.Contains("geofence-processor", await tool.StandardError.ReadLineAsync(), StringComparison.Ordinal);
            tool.Kill();
            await tool.WaitForExitAsync();
            Assert.Equal(1, await pipeline.Results.ScalarAsync<long>("SELECT count(*) FROM erasures WHERE finished_at IS NULL"));
            Assert.True(await pipeline.Results.ScalarAsync<long>($"SELECT count(*) FROM location_reports WHERE tracker_id = {tracker}") > ReportsEach);
        }
        finally
        {
            pipeline.Fleet.Resume(geofences);
        }
    }

    private static async Task AssertToolsWorkAsync(Pipeline pipeline)
    {
        (int code, string said) = await CommandLineTool.RunAsync(pipeline.Cluster, "erase", "--list", "--json");
        Assert.True(code == 0, said);
        JsonElement[] erasures = [.. JsonSerializer.Deserialize<JsonElement>(said).EnumerateArray()];
        Assert.Equal(["the data protection officer", Environment.UserName], erasures.Select(erasure => erasure.GetProperty("requested_by").GetString()));
        Assert.DoesNotContain("tag-", said, StringComparison.Ordinal);
        foreach (string what in new[] { "stays", "trips", "tracks", "outliers", "events", "status", "reports", "history" })
        {
            (code, said) = await CommandLineTool.RunAsync(pipeline.Cluster, "export", what, "--csv");
            Assert.True(code == 0 && said.Contains("bus 1", StringComparison.Ordinal), said);
            Assert.DoesNotContain(Quiet + ",", said, StringComparison.Ordinal);
        }

        (code, said) = await CommandLineTool.RunAsync(pipeline.Cluster, "status", "--json");
        Assert.True(code == 0, said);
        Assert.Equal(
            await pipeline.Results.ScalarAsync<long>("SELECT count(*) FROM location_reports"),
            JsonSerializer.Deserialize<JsonElement>(said).GetProperty("reports").GetProperty("stored").GetInt64());
        Assert.Equal(
            await pipeline.Results.ScalarAsync<long>("SELECT count(*) FROM location_reports"),
            await pipeline.Results.ScalarAsync<long>("SELECT count(*) FROM location_report_progress WHERE processed AND geofence_processed"));
    }

    private static Task<long> IdAsync(Pipeline pipeline, string key) => pipeline.Results.ScalarAsync<long>($"SELECT id FROM trackers WHERE key = '{key}'");

    private static async Task StreamAsync(string path, CancellationToken ended)
    {
        for (int i = 0; !ended.IsCancellationRequested; i++)
        {
            string now = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
            await File.AppendAllTextAsync(path, string.Create(CultureInfo.InvariantCulture, $"{Live},{now},{50 + (i * 1e-5):F5},20,,\nbus 3,{now},{51 + (i * 1e-5):F5},21,,\n"), CancellationToken.None);
            await Task.Delay(50, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static string Csv(IEnumerable<string> rows) => string.Join('\n', ["tracker,time,latitude,longitude,accuracy,battery", .. rows, ""]);

    // In and out of a yard, with jumps out of reach; those that are erased at a longitude that nothing else is at.
    private static List<string> Rows(Random random)
    {
        List<string> rows = [];
        foreach (string tracker in new[] { Live, Quiet }.Concat(Others))
        {
            DateTime at = new(2026, 3, 1, 6, 0, 0, DateTimeKind.Utc);
            string longitude = Others.Contains(tracker) ? "16" : "-123.4001";
            for (int i = 0; i < ReportsEach; i++)
            {
                at = at.AddSeconds(random.Next(20) == 0 ? 8_000 : random.Next(60, 400));
                double north = (i / 12 % 2 * 2_000) + random.Next(80) + (i % 25 == 5 ? 300_000 : 0);
                rows.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{tracker},{at:yyyy-MM-dd'T'HH:mm:ss'Z'},{48 + (north / 111_194.9):F7},{longitude},{(random.Next(3) == 0 ? random.Next(3, 300) : "")},{(random.Next(5) == 0 ? random.Next(5, 100) : "")}"));
            }
        }

        return rows;
    }
}
