using System.Diagnostics;
using Tracker.Bench.Cluster;
using Tracker.Bench.Figures;
using Tracker.Data.Model;

namespace Tracker.Bench.Stages;

/// <summary>
/// Measures from the claim of the source to the last durable event, with the fetcher and the geofence processor running
/// concurrently.
/// </summary>
internal sealed class DurableEventsStage(BenchCluster cluster, int reports, int trackers)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(30);

    public async Task<DurableEvents> RunAsync(CancellationToken ct)
    {
        await ConsumeStage.RewindAsync(cluster, ct);
        await using Worker processor = await Worker.StartAsync(cluster.Nodes, Worker.Geofences, ct);
        await using Worker fetcher = await Worker.StartAsync(cluster.Nodes, Worker.Fetcher, ct);
        long started = Stopwatch.GetTimestamp();
        (Rate ingested, _) = await new IngestStage(cluster, new PipelineScale(reports, trackers, 0)).RunAsync(fetcher, ct);
        await BenchCluster.UntilAsync(
            async () =>
            {
                processor.AssertAlive();
                return await cluster.ScalarAsync<long>(
                    "SELECT sum(position)::bigint FROM consumer_cursors WHERE consumer = $1",
                    ct,
                    Consumers.GeofenceProcessor) == ingested.Rows;
            },
            "The geofence processor did not process the backlog",
            Deadline,
            ct);
        Rate rate = new(ingested.Rows, Stopwatch.GetElapsedTime(started));
        return new DurableEvents(rate, await cluster.ScalarAsync<long>("SELECT count(*) FROM geofence_events", ct));
    }
}

/// <summary>The result of the stage.</summary>
/// <param name="Rate">The rate of reports, including ingest.</param>
/// <param name="Events">The number of events.</param>
internal sealed record DurableEvents(Rate Rate, long Events);
