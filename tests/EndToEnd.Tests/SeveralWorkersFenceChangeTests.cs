using System.Globalization;
using EndToEnd.Tests.Results;
using EndToEnd.Tests.Workers;
using Tracker.Data.Fences;
using Tracker.Geo.Fences;
using Tracker.Geo.Geodesy;
using Tracker.Geo.Reports;
using Tracker.Tests.Days;

namespace EndToEnd.Tests;

[Collection(OnCluster.Name)]
public sealed class SeveralWorkersFenceChangeTests(ClusterFixture fixture)
{
    private const int Instances = 3;
    private const int Fences = 300;

    private const string EntriesSql = "SELECT sum(output_sequence)::text FROM consumer_cursors WHERE consumer = 'geofence-processor'";

    private static readonly GeneratedDay Day = GeneratedDay.Shared;
    private static readonly string[] Names = [.. Enumerable.Range(1, Instances).Select(number => WorkerFleet.NameOf(WorkerBinary.Geofences, number))];
    private static readonly DateTime Noon = Day.Date.ToDateTime(new TimeOnly(12, 0), DateTimeKind.Utc);

    [SkippableFact]
    public async Task Every_worker_sees_a_change_while_it_runs_and_reads_no_other_fence_again()
    {
        await using Pipeline pipeline = await Pipeline.EmptyAsync(fixture);
        await pipeline.Fences.SetAsync([.. Enumerable.Range(0, Fences).Select(i => Fence(i, radius: 100))]);
        await StartAsync(pipeline);
        await SeenAsync(pipeline, revision: 1, read: Fences);

        await pipeline.Fences.SetAsync(Fence(7, radius: 400));
        await SeenAsync(pipeline, revision: 2, read: Fences + 1);
        await pipeline.Fences.EndAsync("f8", DateTime.UnixEpoch);
        await pipeline.Fences.SetAsync(Fence(9, radius: 90), Fence(Fences, radius: 90));
        await SeenAsync(pipeline, revision: 4, read: Fences + 4);

        // Only the changed circle holds it.
        using TemporaryFiles files = new();
        string now = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        await pipeline.Sources.AddAsync("one", files.Write("one.csv", $"tracker,time_utc,latitude,longitude\nvan,{now},{48.07 + (300 / Earth.MetresPerDegree):F7},16.4\n"));
        pipeline.Fleet.Start([WorkerBinary.Fetcher]);
        await pipeline.Results.UntilAsync(
            "(SELECT array_agg(concat_ws(' ', type, fence, fence_version)) IS NOT DISTINCT FROM ARRAY['enter f7 2'] FROM effective_geofence_events)", "the new version judges the first report");
        Assert.Empty(pipeline.Fleet.Errors());
    }

    [SkippableFact]
    public async Task A_change_recomputes_only_the_trackers_that_it_can_touch()
    {
        await using Pipeline pipeline = await Pipeline.OfDayAsync(fixture);
        pipeline.Fleet.Start([WorkerBinary.Fetcher]);
        await StartAsync(pipeline);
        await pipeline.ProgressAsync(WorkerBinary.Geofences, Day.Distinct);
        await JudgedAsync(pipeline);

        // Where nobody ever was: nothing is read.
        Assert.Equal((0, 0), await CostAsync(pipeline, new FenceDefinition("elsewhere", "Elsewhere", new CircleShape(-41.3, 174.8, 5_000))));
        // From now on: all reports are of the past, so only where each bus was last counts.
        CircleShape depot = Ends(reports: 3);
        string[] parked = [.. Day.Histories().Where(bus => Holds(depot, bus.Value[^1])).Select(bus => bus.Key)];
        (long trackers, long reports) = await CostAsync(pipeline, new FenceDefinition("depot", "Depot", depot, 0, Now()));
        Assert.Equal(parked.Length, trackers);
        Assert.InRange(reports, parked.Length, Day.Vehicles / 4);
        // In the midst of the past: those that passed since, from there on.
        (double latitude, double longitude) = GeneratedCity.At(GeneratedCity.Stops(route: 3)[0].East, GeneratedCity.Stops(route: 3)[0].North);
        CircleShape corner = new(latitude, longitude, 300);
        string[] passed = [.. Day.Histories().Where(bus => Standing(bus.Value, Noon).Any(fix => Holds(corner, fix))).Select(bus => bus.Key)];
        (trackers, reports) = await CostAsync(pipeline, new FenceDefinition("corner", "Corner", corner, 0, Noon));
        Assert.Equal(passed.Length, trackers);
        Assert.InRange(passed.Length, 5, Day.Vehicles / 2);
        Assert.InRange(reports, passed.Length, Day.Histories().Where(bus => passed.Contains(bus.Key)).Sum(bus => bus.Value.Count));
        // Away again: those whose events it had.
        Assert.Equal(passed.Length, (await CostAsync(pipeline, new FenceDefinition("corner", "Corner", corner with { Latitude = -41.3 }, 0, Noon))).Trackers);

        await JudgedEvents.AssertEffectiveAsync(pipeline.Results, Day);
        // Asked to, everything: nothing differs.
        string entries = await pipeline.Results.ScalarAsync<string>(EntriesSql);
        Assert.Equal((Day.Vehicles, Day.Distinct), await CostAsync(pipeline, pipeline.Fences.RecomputeAsync));
        Assert.Equal(entries, await pipeline.Results.ScalarAsync<string>(EntriesSql));
        await OutputLogs.AssertGaplessAsync(pipeline.Results);
        Assert.Empty(pipeline.Fleet.Errors());
    }

    private static FenceDefinition Fence(int number, double radius) => new($"f{number}", $"Fence {number}", new CircleShape(48 + (number / 100.0), 16.4, radius), 0);

    private static async Task StartAsync(Pipeline pipeline)
    {
        for (int number = 1; number <= Instances; number++)
        {
            pipeline.Fleet.Start([WorkerBinary.Geofences], number);
        }

        foreach (string name in Names)
        {
            await WorkerMetrics.ThereAsync(pipeline.Fleet, name);
        }
    }

    private static async Task SeenAsync(Pipeline pipeline, long revision, long read)
    {
        foreach (string name in Names)
        {
            await Eventually.TrueAsync(
                async () => await WorkerMetrics.ReadAsync(pipeline.Fleet, name, "tracker_fence_revision") == revision, $"{name} judges by revision {revision}");
            Assert.Equal(read, await WorkerMetrics.ReadAsync(pipeline.Fleet, name, "tracker_fence_read_total"));
        }
    }

    private static Task JudgedAsync(Pipeline pipeline) => pipeline.Results.UntilAsync(
        """
        (SELECT min(fence_revision) = (SELECT revision FROM geofence_revision) AND max(recomputed_tracker_id) = 0 FROM geofence_progress)
        """,
        "every shard is judged by the fences as they are");

    /// <summary>Makes a change, waits until every shard is judged, and says how many trackers were recomputed, from how many reports.</summary>
    private static Task<(long Trackers, long Reports)> CostAsync(Pipeline pipeline, FenceDefinition fence) =>
        CostAsync(pipeline, () => pipeline.Fences.SetAsync(fence));

    private static async Task<(long Trackers, long Reports)> CostAsync(Pipeline pipeline, Func<Task> change)
    {
        (long trackers, long reports) = await RecomputedAsync(pipeline);
        await change();
        await JudgedAsync(pipeline);
        (long after, long readAfter) = await RecomputedAsync(pipeline);
        return (after - trackers, readAfter - reports);
    }

    private static async Task<(long Trackers, long Reports)> RecomputedAsync(Pipeline pipeline) => (
        await WorkerMetrics.SumAsync(pipeline.Fleet, Names, "tracker_fence_rejudged_trackers_total"),
        await WorkerMetrics.SumAsync(pipeline.Fleet, Names, "tracker_fence_rejudged_reports_total"));

    // A circle around a bus's last place that holds at least so many buses' last places.
    private static CircleShape Ends(int reports)
    {
        Fix[] ends = [.. Day.Histories().Values.Select(history => history[^1])];
        return ends.Select(end => new CircleShape(end.Latitude, end.Longitude, 50)).First(circle => ends.Count(end => Holds(circle, end)) >= reports);
    }

    // Where a bus was at a moment, and all its places since.
    private static IEnumerable<Fix> Standing(List<Fix> history, DateTime since) =>
        history.Where((_, i) => i == history.Count - 1 || history[i + 1].RecordedAt >= since);

    private static bool Holds(CircleShape circle, Fix fix) =>
        Earth.DistanceMetres(circle.Latitude, circle.Longitude, fix.Latitude, fix.Longitude) <= circle.RadiusMetres;

    private static DateTime Now()
    {
        DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
    }
}
