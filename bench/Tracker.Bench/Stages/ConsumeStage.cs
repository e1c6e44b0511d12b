using System.Diagnostics;
using Tracker.Bench.Cluster;
using Tracker.Bench.Figures;
using Tracker.Data.Model;

namespace Tracker.Bench.Stages;

/// <summary>Measures consumers over all stored reports, from the first committed batch to the last. Their start is not included.</summary>
internal sealed class ConsumeStage(BenchCluster cluster)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(30);

    private static readonly Dictionary<string, string> NamesByService = new(StringComparer.Ordinal)
    {
        [Worker.Aggregator] = Consumers.LocationAggregator,
        [Worker.Geofences] = Consumers.GeofenceProcessor,
        [Worker.Status] = Consumers.TrackerStatus,
    };

    // Restores the state before the first report, with the current fences.
    private const string RewindSql = """
        TRUNCATE stays, geofence_events, status_transitions, stay_windows, fence_presences, tracker_status,
            trips, outliers, tracks, track_days, recomputations;
        UPDATE output_logs SET sequence = 0;
        UPDATE consumer_cursors SET position = 0, latest_recorded_at = '-infinity', stamp = gen_random_uuid(), output_sequence = 0;
        UPDATE geofence_progress SET recomputed_tracker_id = 0, judged_until = now(), fence_revision = (SELECT revision FROM geofence_revision);
        """;

    public static Task RewindAsync(BenchCluster cluster, CancellationToken ct) => cluster.ExecuteAsync(RewindSql, ct);

    /// <summary>Runs one worker per service concurrently.</summary>
    /// <param name="peaks">Receives the peak memory of each worker.</param>
    /// <param name="ct">Cancels the operation.</param>
    /// <param name="services">The services.</param>
    public async Task<Consumption> RunAsync(Dictionary<string, double> peaks, CancellationToken ct, params string[] services)
    {
        await RewindAsync(cluster, ct);
        await cluster.SettleAsync(ct);
        string[] consumers = [.. services.Select(service => NamesByService[service])];
        long total = services.Length * await IngestStage.StoredAsync(cluster, ct);
        WalMeter meter = await WalMeter.StartAsync(cluster, ct);
        List<Worker> workers = [];
        try
        {
            foreach (string service in services)
                workers.Add(await Worker.StartAsync(cluster.Nodes, service, ct));

            (long first, long started) = (0, 0);
            await BenchCluster.UntilAsync(
                async () =>
                {
                    workers.ForEach(worker => worker.AssertAlive());
                    long done = await DoneAsync(consumers, ct);
                    if (first == 0 && done > 0)
                        (first, started) = (done, Stopwatch.GetTimestamp());
                    return done == total;
                },
                $"{string.Join(", ", services)} did not process the backlog",
                Deadline,
                ct);
            workers.ForEach(worker => peaks[worker.Service] = Math.Max(worker.ReadPeak(), peaks.GetValueOrDefault(worker.Service)));
            Rate rate = new((total - first) / services.Length, Stopwatch.GetElapsedTime(started));
            return new Consumption(
                rate, workers.Aggregate(TimeSpan.Zero, (sum, worker) => sum + worker.ProcessorTime), await meter.StopAsync(ct));
        }
        finally
        {
            foreach (Worker worker in workers)
                await worker.DisposeAsync();
        }
    }

    private Task<long> DoneAsync(string[] consumers, CancellationToken ct) => cluster.ScalarAsync<long>(
        "SELECT sum(position)::bigint FROM consumer_cursors WHERE consumer = ANY($1)", ct, [consumers]);
}

/// <summary>The cost of consuming.</summary>
/// <param name="Rate">The rate of reports, each counted once.</param>
/// <param name="ProcessorTime">The CPU time of the workers, including their start.</param>
/// <param name="Wal">The WAL written on the primary.</param>
internal sealed record Consumption(Rate Rate, TimeSpan ProcessorTime, Wal Wal);
