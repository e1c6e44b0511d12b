using Tracker.Bench.Cluster;
using Tracker.Bench.Figures;
using Tracker.Bench.Stages;

namespace Tracker.Bench;

/// <summary>Measures the stages of the pipeline one at a time.</summary>
internal sealed class PipelineBench(BenchCluster cluster, PipelineScale scale, FigureReport report)
{
    private const int Rounds = 3;
    private const int IngestConnections = 4;
    private const double MinRatio = 0.5;
    private const double MaxMegabytes = 250;

    private static readonly (string Key, string Service)[] ConsumerWorkers =
        [("aggregator", Worker.Aggregator), ("geofence", Worker.Geofences), ("status", Worker.Status)];

    private readonly Dictionary<string, double> _peaks = new(StringComparer.Ordinal);

    public static async Task RunAsync(PipelineScale scale, FigureReport report, CancellationToken ct)
    {
        report.WriteProgress(
            $"{scale.Reports:N0} reports of {scale.Trackers:N0} trackers, {scale.Fences:N0} fences; "
            + $"{Environment.ProcessorCount} processors in total.");
        await using BenchCluster cluster = await BenchCluster.StartAsync(ct);
        await FenceSetup.CreateAsync(cluster, scale.Fences, ct);
        await new PipelineBench(cluster, scale, report).MeasureAsync(ct);
    }

    private async Task MeasureAsync(CancellationToken ct)
    {
        Wal ingested = await IngestBesideCopyAsync(ct);
        await cluster.ExecuteAsync("ANALYZE location_reports, trackers", ct);
        Wal consumed = await ConsumeAsync(ct);
        double stored = await IngestStage.StoredAsync(cluster, ct);
        report.Add("wal.bytesPerReport", (ingested + consumed).Bytes / stored);
        await ManyTrackersAsync(ct);
        foreach ((string service, double peak) in _peaks.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            report.Add($"memory.{service}", peak, Promise.OfBelow(MaxMegabytes));
    }

    // Alternate, so that the load of the machine affects both.
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
                report.WriteProgress(
                    $"ingest {round}, {IngestConnections} connections {ingest}; {Describe(wal, ingest.Rows)}; "
                    + $"fetcher's CPU time so far {fetcher.ProcessorTime.TotalSeconds:F1} s");
                if (round == Rounds)
                    break;
                if (round == 1)
                    await copy.LoadAsync(ct);
                copies.Add(await copy.RunAsync(1, ct));
                report.WriteProgress($"COPY {round}, 1 connection     {copies[^1]}");
                parallelCopies.Add(await copy.RunAsync(IngestConnections, ct));
                report.WriteProgress($"COPY {round}, {IngestConnections} connections    {parallelCopies[^1]}");
            }

            _peaks[Worker.Fetcher] = fetcher.ReadPeak();
        }

        report.Add("ingest.reportsPerSecond", Rate.Median(ingests));
        report.Add("copy.reportsPerSecond", Rate.Median(copies));
        report.Add("copy.reportsPerSecondParallel", Rate.Median(parallelCopies));
        report.Add("ingest.ratioToCopy", Rate.Median(ingests) / Rate.Median(copies), Promise.OfAtLeast(MinRatio));
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

    // Measures the WAL with many trackers: unchanged state is not written.
    private async Task ManyTrackersAsync(CancellationToken ct)
    {
        PipelineScale many = scale.ManyTrackers;
        Wal wal;
        await using (Worker fetcher = await Worker.StartAsync(cluster.Nodes, Worker.Fetcher, ct))
        {
            (Rate ingest, wal) = await new IngestStage(cluster, many).RunAsync(fetcher, ct);
            report.WriteProgress($"ingest, {many.Trackers:N0} trackers {ingest}; {Describe(wal, ingest.Rows)}, including registrations");
            report.Add("ingest.reportsPerSecondManyTrackers", ingest.PerSecond);
            _peaks[Worker.Fetcher] = Math.Max(_peaks[Worker.Fetcher], fetcher.ReadPeak());
        }

        await cluster.ExecuteAsync("ANALYZE location_reports, trackers", ct);
        Consumption all = await new ConsumeStage(cluster).RunAsync(_peaks, ct, [.. ConsumerWorkers.Select(worker => worker.Service)]);
        Report("all", all, "ManyTrackers");
        report.Add("wal.bytesPerReportManyTrackers", (wal + all.Wal).Bytes / (double)await IngestStage.StoredAsync(cluster, ct));
    }

    private void Report(string key, Consumption consumption, string suffix = "")
    {
        report.WriteProgress(
            $"{key}{(suffix.Length > 0 ? ", many trackers" : "")} {consumption.Rate}; {Describe(consumption.Wal, consumption.Rate.Rows)}; "
            + $"workers' CPU time {consumption.ProcessorTime.TotalSeconds:F1} s");
        report.Add($"{key}.reportsPerSecond{suffix}", consumption.Rate.PerSecond);
    }

    private static string Describe(Wal wal, long reports) =>
        $"WAL {wal.Bytes / (double)reports:F0} bytes per report (full-page images at most {wal.ImageShare:P0} of it)";
}
