using System.Globalization;
using EFCore.ReadWriteSplitting.Scopes;
using EndToEnd.Tests.Results;
using EndToEnd.Tests.Workers;
using Tracker.Data.Fences;
using Tracker.Data.Model;
using Tracker.Data.Pipeline;
using Tracker.Data.Retention;
using Tracker.Data.Trackers;
using Tracker.Geo.Fences;

namespace EndToEnd.Tests;

/// <summary>Retention beside live workers: old months go, and whatever comes later gives what it would give if all were there.</summary>
[Collection(OnCluster.Name)]
public sealed class RetentionTests(ClusterFixture fixture)
{
    private const int Trackers = 6;
    private static readonly DateTime March = new(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Horizon = RetentionPlan.Horizon(March);

    // Stays, trips, visits, silences and deliveries begin before the horizon and end after it.
    private const string ResultsSql = """
        SELECT concat_ws(' ', 'stay', tracker, started_at, finished_at, finished_fingerprint, round(latitude::numeric, 9), round(longitude::numeric, 9), points) FROM effective_stays
        UNION ALL SELECT concat_ws(' ', 'trip', tracker, started_at, finished_at, distance_m, points) FROM effective_trips
        UNION ALL SELECT concat_ws(' ', 'outlier', tracker, recorded_at, fingerprint) FROM effective_outliers
        UNION ALL SELECT concat_ws(' ', 'track', tracker, day, reports, distance_m, md5(times::text || latitudes::text || longitudes::text)) FROM effective_tracks
        UNION ALL SELECT concat_ws(' ', 'event', tracker, fence, fence_version, type, occurred_at, report_fingerprint, initial, reason, entered_at) FROM effective_geofence_events
        UNION ALL SELECT concat_ws(' ', 'inside', t.key, f.key, p.entered_at) FROM fence_presences p JOIN trackers t ON t.id = p.tracker_id JOIN geofences f ON f.id = p.fence_id
        UNION ALL SELECT concat_ws(' ', 'status', tracker, state, occurred_at) FROM effective_status_transitions
        UNION ALL SELECT concat_ws(' ', 'now', s.*) FROM (
            SELECT tracker, state, since, last_seen_at, latitude, longitude, battery_pct, battery_low, delivered_at, delivery_location FROM tracker_states) s
        """;

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["TRACKER_PIPELINE_BATCH_SIZE"] = "40",
        ["TRACKER_PIPELINE_POLL"] = "100ms",
        ["TRACKER_FETCH_POLL"] = "100ms",
        ["TRACKER_STATUS_OVERDUE_POLL"] = "1s",
        ["TRACKER_STAY_GAP"] = "365d",
        ["TRACKER_STATUS_DELIVERED_AFTER"] = "12d",
        ["TRACKER_TRACK_TIME_ZONE"] = "America/Los_Angeles",
    };

    [Fact]
    public async Task Dropped_reports_do_not_change_later_results()
    {
        string[] rows = Rows(new Random(31));
        List<string> expected = await UnabridgedAsync(rows);
        Assert.All(["stay", "trip", "outlier", "track", "event", "inside", "status", "now"], kind => Assert.Contains(expected, row => row.StartsWith(kind + " ", StringComparison.Ordinal)));
        Assert.Contains(expected, row => row.Contains(" delivered 2026-03", StringComparison.Ordinal));

        using TemporaryFiles files = new();
        await using Pipeline pipeline = await Pipeline.EmptyAsync(fixture, Settings);
        await using Database database = fixture.Open("tests-retention");
        await AddPlacesAsync(pipeline, database);
        new Random(5).Shuffle(rows);
        string[] late = [.. rows.Where((row, i) => At(row) >= Horizon && i % 3 != 0)];
        await pipeline.Sources.AddAsync("first", files.Write("first.csv", Csv(rows.Except(late))), options: """{"batchSize": 100}""");
        pipeline.Fleet.Start(WorkerBinary.All, 1);
        pipeline.Fleet.Start(WorkerBinary.Consumers, 2);
        await pipeline.CompleteAsync();

        await DropAsync(pipeline, fixture);
        Assert.InRange(await pipeline.Results.ScalarAsync<long>("SELECT count(*) FROM location_reports WHERE recorded_at < '2026-03-01 00:00Z'"), Trackers, Trackers * 8);
        Assert.Equal("location_reports_2026_03,location_reports_kept", await pipeline.Results.ScalarAsync<string>(
            "SELECT string_agg(inhrelid::regclass::text, ',' ORDER BY inhrelid::regclass::text) FROM pg_inherits WHERE inhparent = 'location_reports'::regclass"));

        string[] old = [.. rows.Where(row => At(row) < Horizon)];
        await pipeline.Sources.AddAsync("late", files.Write("late.csv", Csv([.. late, .. late.Take(50)])), options: """{"batchSize": 100}""");
        await pipeline.Sources.AddAsync("old", files.Write("old.csv", Csv(old)));
        await pipeline.CompleteAsync();
        await ChangeAsync(pipeline, database);
        await pipeline.AssertResultsAsync(ResultsSql, expected);
        Assert.Equal(old.Length, await pipeline.Results.ScalarAsync<long>("SELECT count(*) FROM rejected_reports WHERE reason = 'too_old'"));

        await Recomputing.RequestAllAsync(database);
        await pipeline.AssertResultsAsync(ResultsSql, expected);
        await OutputLogs.AssertResultsGaplessAsync(pipeline.Results);
        Assert.Empty(pipeline.Fleet.Errors());
    }

    private async Task<List<string>> UnabridgedAsync(string[] rows)
    {
        using TemporaryFiles files = new();
        await using Pipeline pipeline = await Pipeline.EmptyAsync(fixture, new Dictionary<string, string>(Settings) { ["TRACKER_PIPELINE_BATCH_SIZE"] = "1000" });
        await using Database database = fixture.Open("tests-retention");
        await AddPlacesAsync(pipeline, database);
        await pipeline.Sources.AddAsync("sorted", files.Write("sorted.csv", Csv(rows)));
        pipeline.Fleet.Start(WorkerBinary.All);
        await pipeline.CompleteAsync();
        await ChangeAsync(pipeline, database);
        await pipeline.CompleteAsync();
        return await pipeline.Results.TextsAsync(ResultsSql);
    }

    // Two fetchers at once; a worker dies before it has settled.
    private static async Task DropAsync(Pipeline pipeline, ClusterFixture fixture)
    {
        await using Database one = fixture.Open("tests-retention-1");
        await using Database other = fixture.Open("tests-retention-2");
        await Task.WhenAll(new ReportRetention(one).AdvanceAsync(March, CancellationToken.None), new ReportRetention(other).AdvanceAsync(March, CancellationToken.None));
        // As of a tracker that was erased since the consumers were asked.
        await pipeline.Results.ExecuteAsync("INSERT INTO settlements (consumer, shard, tracker_id) SELECT DISTINCT consumer, 0::smallint, 6400000 FROM consumer_cursors");
        await pipeline.Fleet.KillAsync(WorkerFleet.NameOf(WorkerBinary.Aggregator));
        await Eventually.TrueAsync(
            async () =>
            {
                await Task.WhenAll(new ReportRetention(one).AdvanceAsync(March, CancellationToken.None), new ReportRetention(other).AdvanceAsync(March, CancellationToken.None));
                return (await new ReportRetention(one).StateAsync(CancellationToken.None)).DroppedBefore == March;
            },
            "the months are dropped");
    }

    private static async Task AddPlacesAsync(Pipeline pipeline, Database database)
    {
        await DeliveryCatalog.SetAsync(database, "drop", 48, 16, 150, CancellationToken.None);
        await pipeline.Fences.SetAsync(
            new FenceDefinition("depot", "Depot", new CircleShape(48, 16, 200)) { Terms = new FenceTerms { Dwell = TimeSpan.FromDays(9) } },
            new FenceDefinition("north", "North", new CircleShape(48.02, 16, 700)),
            new FenceDefinition("all", "All", new CircleShape(48, 16, 50_000)));
    }

    // After the fact: a fence ends after the horizon, another one begins there, and thresholds are others.
    private static async Task ChangeAsync(Pipeline pipeline, Database database)
    {
        await pipeline.Fences.EndAsync("north", Horizon.AddDays(2));
        await pipeline.Fences.SetAsync(new FenceDefinition("late", "Late", new CircleShape(48, 16, 900), 0, Horizon.AddDays(1)));
        await database.WriteAsync((write, ct) => ModelCatalog.SetAsync(write, "Acme", "Tag", TimeSpan.FromDays(10), batteryLowPercent: null, ct), CancellationToken.None);
    }

    private static DateTime At(string row) => DateTime.Parse(row.Split(',')[1], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);

    private static string Csv(IEnumerable<string> rows) => string.Join('\n', ["tracker,time,latitude,longitude,accuracy,battery", .. rows, ""]);

    // From the end of January to the middle of March: parked for days at the depot, then on the way north or back, with jumps out of reach.
    private static string[] Rows(Random random)
    {
        List<string> rows = [];
        for (int tracker = 0; tracker < Trackers; tracker++)
        {
            DateTime at = March.AddDays(-35 + tracker);
            double north = 0;
            double goal = 0;
            while (at < March.AddDays(16))
            {
                bool moves = Math.Abs(goal - north) > 1;
                at = at.AddMinutes(moves ? 1 : random.Next(8) == 0 ? 2_000 : random.Next(20, 400));
                north += Math.Clamp(goal - north, -600, 600);
                // The fifth stays where it is for days before and after the first of March.
                bool isParked = tracker == 4 && at > March.AddDays(-8) && at < March.AddDays(8);
                goal = isParked ? 0 : random.Next(9) == 0 ? random.Next(2) * 2_300 : goal;
                double jump = !moves && !isParked && random.Next(14) == 0 ? 4_000_000 : 0;
                rows.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"t{tracker},{at:yyyy-MM-dd'T'HH:mm:ss'Z'},{48 + ((north + (random.NextDouble() * 60) + jump) / 111_194.9):F9},{16 + (random.NextDouble() * 1e-5):F9},{(random.Next(3) == 0 ? random.Next(3, 300) : "")},{(random.Next(6) == 0 ? random.Next(5, 100) : "")}"));
            }
        }

        return [.. rows];
    }
}
