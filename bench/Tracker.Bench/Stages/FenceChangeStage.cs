using System.Diagnostics;
using Tracker.Bench.Cluster;
using Tracker.Bench.Figures;
using Tracker.Data.Fences;
using Tracker.Geo.Fences;

namespace Tracker.Bench.Stages;

/// <summary>
/// Measures fence changes with several workers and a processed backlog: the time until all workers see a change and the time until
/// the affected trackers are recomputed, compared with a full recomputation.
/// </summary>
internal sealed class FenceChangeStage(BenchCluster cluster, FigureReport report)
{
    private const int Instances = 3;
    private const int Changes = 20;
    private const double MaxSeconds = 2;
    private static readonly DateTime LongAgo = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(30);

    private static readonly CircleShape Town = new(48.2082, 16.3738, 200);

    public async Task RunAsync(CancellationToken ct)
    {
        List<Worker> workers = [];
        try
        {
            for (int number = 1; number <= Instances; number++)
                workers.Add(await Worker.StartAsync(cluster.Nodes, Worker.Geofences, ct, number));

            await MeasureAsync([.. workers], ct);
        }
        finally
        {
            foreach (Worker worker in workers)
                await worker.DisposeAsync();
        }
    }

    private async Task MeasureAsync(Worker[] workers, CancellationToken ct)
    {
        await WaitUntilSeenAsync(workers, ct);
        List<double> seen = [];
        for (int change = 1; change <= Changes; change++)
        {
            long started = await ChangeAsync("change", Town with { RadiusMetres = 100 + change }, from: null, ct);
            await WaitUntilSeenAsync(workers, ct);
            seen.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            await WaitUntilAppliedAsync(workers, ct);
        }

        seen.Sort();
        report.WriteProgress(
            $"changes: seen by {Instances} workers "
            + $"within {seen[0]:F2} to {seen[^1]:F2} s of the commit, median {seen[seen.Count / 2]:F2} s");
        report.Add("change.secondsToSeen", seen[^1], Promise.OfAtMost(MaxSeconds));
        await MeasureAsync("now", workers, await ChangeAsync("change", Town, from: null, ct), ct);
        await MeasureAsync("elsewhere", workers, await ChangeAsync("elsewhere", Town with { Latitude = -40 }, LongAgo, ct), ct);
        await MeasureAsync("past", workers, await ChangeAsync("past", Town, LongAgo, ct), ct);
        await MeasureAsync(
            "pastCrossings",
            workers,
            await ChangeAsync("past", Town with { RadiusMetres = 210 }, LongAgo, ct, new FenceTerms { Crossings = true }),
            ct);
        long everything = Stopwatch.GetTimestamp();
        await cluster.Database.WriteAsync((write, token) => FenceProgress.RequestAsync(write, token), ct);
        await MeasureAsync("everything", workers, everything, ct);
    }

    /// <summary>Measures from the commit until every shard has applied the change.</summary>
    private async Task MeasureAsync(string key, Worker[] workers, long started, CancellationToken ct)
    {
        double before = await SumAsync(workers, "tracker_fence_rejudged_trackers_total", ct);
        await WaitUntilAppliedAsync(workers, ct);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        double trackers = await SumAsync(workers, "tracker_fence_rejudged_trackers_total", ct) - before;
        report.WriteProgress($"change {key}: applied by all shards within {elapsed.TotalSeconds:F2} s, {trackers:N0} trackers recomputed");
        report.Add($"change.{key}.secondsToJudge", elapsed.TotalSeconds);
        report.Add($"change.{key}.trackers", trackers);
    }

    private async Task<long> ChangeAsync(string key, FenceShape shape, DateTime? from, CancellationToken ct, FenceTerms? terms = null)
    {
        FenceDefinition fence = new(key, key, shape, ValidFrom: from) { Terms = terms ?? FenceTerms.None };
        await FenceCatalog.ImportAsync(cluster.Database, [fence], FenceValidity.FromNow, TimeProvider.System, ct);
        return Stopwatch.GetTimestamp();
    }

    private async Task WaitUntilSeenAsync(Worker[] workers, CancellationToken ct)
    {
        long revision = await cluster.ScalarAsync<long>("SELECT revision FROM geofence_revision", ct);
        await UntilAsync(
            async () => (await Task.WhenAll(workers.Select(worker => worker.MetricAsync("tracker_fence_revision", ct)))).All(known => known >= revision),
            workers, ct);
    }

    private Task WaitUntilAppliedAsync(Worker[] workers, CancellationToken ct) => UntilAsync(
        () => cluster.ScalarAsync<bool>("SELECT min(fence_revision) = (SELECT revision FROM geofence_revision) FROM geofence_progress", ct),
        workers,
        ct);

    private static async Task UntilAsync(Func<Task<bool>> condition, Worker[] workers, CancellationToken ct)
    {
        long started = Stopwatch.GetTimestamp();
        using PeriodicTimer timer = new(PollInterval);
        while (!await condition())
        {
            Array.ForEach(workers, worker => worker.AssertAlive());
            if (Stopwatch.GetElapsedTime(started) > Deadline)
                throw new BenchException($"A fence change was not applied within {Deadline.TotalMinutes:F0} minutes.");
            await timer.WaitForNextTickAsync(ct);
        }
    }

    private static async Task<double> SumAsync(Worker[] workers, string metric, CancellationToken ct) =>
        (await Task.WhenAll(workers.Select(worker => worker.MetricAsync(metric, ct)))).Sum();
}
