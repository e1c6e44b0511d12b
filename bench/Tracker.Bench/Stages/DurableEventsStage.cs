using System.Diagnostics;
using Tracker.Bench.Cluster;
using Tracker.Bench.Figures;
using Tracker.Data.Model;

namespace Tracker.Bench.Stages;

/// <summary>From the source's claim to the last durable event: fetcher and geofence processor side by side.</summary>
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
                return await cluster.ScalarAsync<long>("SELECT sum(position)::bigint FROM consumer_cursors WHERE consumer = $1", ct, Consumers.GeofenceProcessor) == ingested.Rows;
            },
            "The geofence processor did not work off the backlog",
            Deadline,
            ct);
        Rate rate = new(ingested.Rows, Stopwatch.GetElapsedTime(started));
        return new DurableEvents(rate, await cluster.ScalarAsync<long>("SELECT count(*) FROM geofence_events", ct));
    }
}

/// <summary>What went through.</summary>
/// <param name="Rate">Reports, ingest included.</param>
/// <param name="Events">Entries of the log that came of them.</param>
internal sealed record DurableEvents(Rate Rate, long Events);
