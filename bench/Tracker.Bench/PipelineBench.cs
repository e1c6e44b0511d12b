using Tracker.Bench.Cluster;
using Tracker.Bench.Figures;
using Tracker.Bench.Stages;

namespace Tracker.Bench;

/// <summary>The stages of the pipeline, one after another, each by itself.</summary>
internal sealed class PipelineBench(BenchCluster cluster, PipelineScale scale, FigureBoard board)
{
    private const int Rounds = 3;
    private const int IngestConnections = 4;
    private const double LeastRatio = 0.5;
    private const double MostMegabytes = 250;

    private static readonly (string Key, string Service)[] ConsumerWorkers =
        [("aggregator", Worker.Aggregator), ("geofence", Worker.Geofences), ("status", Worker.Status)];

    private readonly Dictionary<string, double> _peaks = new(StringComparer.Ordinal);

    public static async Task RunAsync(PipelineScale scale, FigureBoard board, CancellationToken ct)
    {
        board.Say($"{scale.Reports:N0} reports of {scale.Trackers:N0} trackers, {scale.Fences:N0} fences; {Environment.ProcessorCount} processors for everything.");
        await using BenchCluster cluster = await BenchCluster.StartAsync(ct);
        await FenceField.PlantAsync(cluster, scale.Fences, ct);
        await new PipelineBench(cluster, scale, board).MeasureAsync(ct);
    }

    private async Task MeasureAsync(CancellationToken ct)
    {
        Wal ingested = await IngestBesideCopyAsync(ct);
        await cluster.ExecuteAsync("ANALYZE location_reports, trackers", ct);
        Wal consumed = await ConsumeAsync(ct);
        double stored = await IngestStage.StoredAsync(cluster, ct);
        board.Add("wal.bytesPerReport", (ingested + consumed).Bytes / stored);
        await ManyTrackersAsync(ct);
        foreach ((string service, double peak) in _peaks.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            board.Add($"memory.{service}", peak, Promise.OfBelow(MostMegabytes));
    }

    // In turn, so that what the machine does beside it falls on both.
    private async Task<Wal> IngestBesideCopyAsync(CancellationToken ct)
    {
        CopyStage copy = new(cluster);
        List<Rate> ingests = [], copies = [], parallelCopies = [];
        Wal wal = default;
        await using (Worker fetcher = await Worker.StartAsync(cluster.Nodes, Worker.Fetcher, ct))
        {
            for (int round = 1; round <= Rounds; round++)
            {
                (Rate ingest, wal) = await new IngestStage(cluster, scale).RunAsync(fetcher, ct);
                ingests.Add(ingest);
                board.Say($"ingest {round}, {IngestConnections} connections {ingest}; {Describe(wal, ingest.Rows)}; fetcher's CPU so far {fetcher.ProcessorTime.TotalSeconds:F1} s");
                if (round == Rounds)
                    break;
                if (round == 1)
                    await copy.LoadAsync(ct);
                copies.Add(await copy.RunAsync(1, ct));
                board.Say($"COPY {round}, 1 connection     {copies[^1]}");
                parallelCopies.Add(await copy.RunAsync(IngestConnections, ct));
                board.Say($"COPY {round}, {IngestConnections} connections    {parallelCopies[^1]}");
            }

            _peaks[Worker.Fetcher] = fetcher.ReadPeak();
        }

        board.Add("ingest.reportsPerSecond", Rate.Median(ingests));
        board.Add("copy.reportsPerSecond", Rate.Median(copies));
        board.Add("copy.reportsPerSecondParallel", Rate.Median(parallelCopies));
        board.Add("ingest.ratioToCopy", Rate.Median(ingests) / Rate.Median(copies), Promise.OfAtLeast(LeastRatio));
        return wal;
    }

    private async Task<Wal> ConsumeAsync(CancellationToken ct)
    {
        ConsumeStage stage = new(cluster);
        foreach ((string key, string service) in ConsumerWorkers)
            Report(key, await stage.RunAsync(_peaks, ct, service));

        Consumption all = await stage.RunAsync(_peaks, ct, [.. ConsumerWorkers.Select(worker => worker.Service)]);
        Report("all", all);
        return all.Wal;
    }

    // For its WAL: state that did not change is not written, however many trackers there are.
    private async Task ManyTrackersAsync(CancellationToken ct)
    {
        PipelineScale many = scale.ManyTrackers;
        Wal wal;
        await using (Worker fetcher = await Worker.StartAsync(cluster.Nodes, Worker.Fetcher, ct))
        {
            (Rate ingest, wal) = await new IngestStage(cluster, many).RunAsync(fetcher, ct);
            board.Say($"ingest, {many.Trackers:N0} trackers {ingest}; {Describe(wal, ingest.Rows)}, registrations included");
            board.Add("ingest.reportsPerSecondManyTrackers", ingest.PerSecond);
            _peaks[Worker.Fetcher] = Math.Max(_peaks[Worker.Fetcher], fetcher.ReadPeak());
        }

        await cluster.ExecuteAsync("ANALYZE location_reports, trackers", ct);
        Consumption all = await new ConsumeStage(cluster).RunAsync(_peaks, ct, [.. ConsumerWorkers.Select(worker => worker.Service)]);
        Report("all", all, "ManyTrackers");
        board.Add("wal.bytesPerReportManyTrackers", (wal + all.Wal).Bytes / (double)await IngestStage.StoredAsync(cluster, ct));
    }

    private void Report(string key, Consumption consumption, string suffix = "")
    {
        board.Say($"{key}{(suffix.Length > 0 ? ", many trackers" : "")} {consumption.Rate}; {Describe(consumption.Wal, consumption.Rate.Rows)}; workers' CPU {consumption.ProcessorTime.TotalSeconds:F1} s");
        board.Add($"{key}.reportsPerSecond{suffix}", consumption.Rate.PerSecond);
    }

    private static string Describe(Wal wal, long reports) =>
        $"WAL {wal.Bytes / (double)reports:F0} bytes a report (full-page images at most {wal.ImageShare:P0} of it)";
}
