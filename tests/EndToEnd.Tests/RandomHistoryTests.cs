using System.Globalization;
using EFCore.ReadWriteSplitting.Scopes;
using EndToEnd.Tests.Results;
using EndToEnd.Tests.Workers;
using Tracker.Data.Fences;
using Tracker.Data.Model;
using Tracker.Data.Pipeline;
using Tracker.Data.Trackers;

namespace EndToEnd.Tests;

/// <summary>What the property tests show of the rules in memory, once on the real cluster: any order, any batches, several workers of each kind, fences that change between, and again.</summary>
[Collection(OnCluster.Name)]
public sealed class RandomHistoryTests(ClusterFixture fixture)
{
    private const int Trackers = 5;
    private const int ReportsEach = 160;

    private const string ResultsSql = """
        SELECT concat_ws(' ', 'stay', tracker, started_at, finished_at, finished_fingerprint, latitude, longitude, points) FROM effective_stays
        UNION ALL SELECT concat_ws(' ', 'trip', tracker, started_at, finished_at, distance_m, points) FROM effective_trips
        UNION ALL SELECT concat_ws(' ', 'outlier', tracker, recorded_at, fingerprint) FROM effective_outliers
        UNION ALL SELECT concat_ws(' ', 'track', tracker, day, reports, distance_m, md5(times::text || latitudes::text || longitudes::text)) FROM effective_tracks
        UNION ALL SELECT concat_ws(' ', 'status', tracker, state, occurred_at) FROM effective_status_transitions
        UNION ALL SELECT concat_ws(' ', 'event', tracker, fence, fence_version, type, occurred_at, report_fingerprint, initial, coalesce(reason, 'report'), entered_at)
            FROM effective_geofence_events
        UNION ALL SELECT concat_ws(' ', 'inside', t.key, f.key, p.entered_at, p.dwell_at)
            FROM fence_presences p JOIN trackers t ON t.id = p.tracker_id JOIN geofences f ON f.id = p.fence_id
        UNION ALL SELECT concat_ws(' ', 'now', s.*) FROM (
            SELECT tracker, state, since, last_seen_at, latitude, longitude, battery_pct, battery_low, delivered_at, delivery_location FROM tracker_states) s
        """;

    private const string NumbersSql = "SELECT concat_ws(' ', (SELECT sum(output_sequence) FROM consumer_cursors), (SELECT sum(sequence) FROM output_logs))";

    private const string DamageSql = """
        UPDATE stays SET latitude = latitude + 1 WHERE supersedes IS NULL AND superseded_by IS NULL;
        UPDATE trips SET distance_m = distance_m + 1 WHERE supersedes IS NULL AND superseded_by IS NULL;
        UPDATE tracks SET reports = reports + 1 WHERE supersedes IS NULL AND superseded_by IS NULL;
        UPDATE outliers SET recorded_at = recorded_at + interval '1 second' WHERE supersedes IS NULL AND superseded_by IS NULL;
        UPDATE status_transitions SET occurred_at = occurred_at + interval '1 second' WHERE supersedes IS NULL AND superseded_by IS NULL;
        UPDATE geofence_events SET occurred_at = occurred_at + interval '1 second' WHERE supersedes IS NULL AND superseded_by IS NULL;
        UPDATE tracker_status SET battery_low = NOT battery_low, delivered_at = NULL, delivery_recorded_at = NULL, delivery_location_id = NULL;
        """;

    // All of them before the fences: one is for some only.
    private const string RegisterSql = "INSERT INTO trackers (key) SELECT 't' || i FROM generate_series(0, 4) i";

    // What of events and presences must occur, so that their equality says something.
    private static readonly string[] Kinds =
    [
        "stay ", "trip ", "outlier ", "track ", "status ", "now ", "inside ", " delivered ", " enter ", " exit ", " dwell ", " cross ",
        " report ", " fence_began ", " fence_changed ", " fence_ended ", " fence_opened ", " fence_closed ",
    ];

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["TRACKER_PIPELINE_BATCH_SIZE"] = "23",
        ["TRACKER_PIPELINE_POLL"] = "100ms",
        ["TRACKER_FETCH_POLL"] = "100ms",
        ["TRACKER_STATUS_OVERDUE_POLL"] = "1s",
        ["TRACKER_TRACK_TIME_ZONE"] = "Europe/Vienna",
    };

    [SkippableFact]
    public async Task Any_order_with_several_workers_fence_changes_and_recomputations_gives_the_results_of_one_sorted_run()
    {
        string[] rows = Rows(new Random(20260329));
        List<string> expected = await SortedRunAsync(rows);
        Assert.All(Kinds, kind => Assert.Contains(expected, row => row.Contains(kind, StringComparison.Ordinal)));

        using TemporaryFiles files = new();
        await using Pipeline pipeline = await Pipeline.EmptyAsync(fixture, Settings);
        await using Database database = fixture.Open("tests-domain");
        await AddDepotAsync(database);
        await pipeline.Results.ExecuteAsync(RegisterSql);
        new Random(7).Shuffle(rows);
        foreach ((int number, string[] part) in rows.Chunk((rows.Length / 3) + 1).Index())
        {
            await pipeline.Sources.AddAsync($"part{number}", files.Write($"part{number}.csv", Csv([.. part, .. part.Take(20)])), options: """{"batchSize": 40}""");
        }

        pipeline.Fleet.Start(WorkerBinary.All, 1);
        pipeline.Fleet.Start(WorkerBinary.Consumers, 2);
        pipeline.Fleet.Start([WorkerBinary.Geofences], 3);
        foreach ((int number, Func<FenceTable, Task> change) in ChangingFences.Changes.Index())
        {
            // The last one finds everything judged.
            await pipeline.ProgressAsync(WorkerBinary.Geofences, (number + 1) * Trackers * ReportsEach / ChangingFences.Changes.Count);
            await change(pipeline.Fences);
        }

        await pipeline.CompleteAsync();
        await SetModelAsync(database);
        await pipeline.AssertResultsAsync(ResultsSql, expected);

        string numbers = await pipeline.Results.ScalarAsync<string>(NumbersSql);
        await Recomputing.RequestAllAsync(database);
        await pipeline.Sources.AddAsync("again", files.Write("again.csv", Csv(rows)));
        await pipeline.AssertResultsAsync(ResultsSql, expected);
        Assert.Equal(numbers, await pipeline.Results.ScalarAsync<string>(NumbersSql));

        await pipeline.Results.ExecuteAsync(DamageSql);
        await Recomputing.RequestAllAsync(database);
        await pipeline.AssertResultsAsync(ResultsSql, expected);
        await OutputLogs.AssertGaplessAsync(pipeline.Results);
        Assert.Empty(pipeline.Fleet.Errors());
    }

    private async Task<List<string>> SortedRunAsync(string[] rows)
    {
        using TemporaryFiles files = new();
        await using Pipeline pipeline = await Pipeline.EmptyAsync(fixture, new Dictionary<string, string>(Settings) { ["TRACKER_PIPELINE_BATCH_SIZE"] = "1000" });
        await using Database database = fixture.Open("tests-domain");
        await pipeline.Results.ExecuteAsync(RegisterSql);
        foreach (Func<FenceTable, Task> change in ChangingFences.Changes)
        {
            await change(pipeline.Fences);
        }

        await pipeline.Sources.AddAsync("sorted", files.Write("sorted.csv", Csv(rows)));
        pipeline.Fleet.Start(WorkerBinary.All);
        await pipeline.CompleteAsync();
        // After the reports: what was judged by other rules is judged again.
        await SetModelAsync(database);
        await AddDepotAsync(database);
        await pipeline.CompleteAsync();
        return await pipeline.Results.TextsAsync(ResultsSql);
    }

    private static Task AddDepotAsync(Database database) =>
        DeliveryCatalog.SetAsync(database, "drop", 48, 16, 150, CancellationToken.None);

    private static Task SetModelAsync(Database database) => database.WriteAsync(
        async (write, ct) =>
        {
            await ModelCatalog.SetAsync(write, "Acme", "Tag", TimeSpan.FromHours(2), batteryLowPercent: 60, ct);
            await ModelCatalog.AssignAsync(write, "t1", "Acme", "Tag", ct);
        },
        CancellationToken.None);

    private static string Csv(IEnumerable<string> rows) => string.Join('\n', ["tracker,time,latitude,longitude,accuracy,battery", .. rows, ""]);

    // Around a depot and two kilometres north of it, with jumps out of reach, over the end of a day of 23 hours.
    private static string[] Rows(Random random)
    {
        List<string> rows = [];
        for (int tracker = 0; tracker < Trackers; tracker++)
        {
            DateTime at = new(2026, 3, 28, 6, 0, 0, DateTimeKind.Utc);
            for (int i = 0; i < ReportsEach; i++)
            {
                at = at.AddSeconds(random.Next(10) switch { 0 => 1, 1 => 1_000, 2 => 8_000, _ => random.Next(30, 400) });
                double north = (i / 12 % 2 * 2_000) + random.Next(80) + (random.Next(12) == 0 ? 300_000 : 0);
                rows.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"t{tracker},{at:yyyy-MM-dd'T'HH:mm:ss'Z'},{48 + (north / 111_194.9):F7},16,{(random.Next(3) == 0 ? random.Next(3, 300) : "")},{(random.Next(5) == 0 ? random.Next(5, 100) : "")}"));
            }
        }

        return [.. rows];
    }
}
