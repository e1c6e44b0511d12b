using Tracker.Bench.Cluster;
using Tracker.Bench.Fences;
using Tracker.Bench.Figures;
using Tracker.Bench.Stages;
using Tracker.Geo.Fences;

namespace Tracker.Bench;

/// <summary>Measures fence matching against PostGIS and a scan, agreement with PostGIS, memory, and events through the pipeline.</summary>
internal sealed class FencesBench(BenchCluster cluster, FencesScale scale, FigureReport report)
{
    private const int Circles = 23_000;
    private const int Polygons = 400;
    private const int Corners = 500;
    private const int ManyFences = 100_000;
    private const int PlacesByIndex = 1_000_000;
    private const int PlacesByPostgis = 50_000;
    private const int PlacesByScan = 2_000;
    private const int Rounds = 3;
    private const int PlacesPerFence = 1_000;
    private const double MinPlaces = 100_000;
    private const double MinRatio = 10;
    private const double MaxMegabytes = 500;
    private const double MinReports = 6_000;

    public static async Task RunAsync(FencesScale scale, FigureReport report, CancellationToken ct)
    {
        report.WriteProgress(
            $"{Circles:N0} circles, {Polygons} polygons with {Corners} vertices; "
            + $"matching on one core; {Environment.ProcessorCount} processors in total.");
        await using BenchCluster cluster = await BenchCluster.StartAsync(ct);
        FencesBench bench = new(cluster, scale, report);
        if (!await new PostgisOracle(cluster.Primary).IsAvailableAsync(ct))
            throw new BenchException("PostGIS is not installed. Run: apt-get install --no-install-recommends postgresql-15-postgis-3");
        await bench.MatchAsync("circles", RandomFences.Circles(Circles), ct);
        await bench.MatchAsync("polygons", RandomFences.Polygons(Polygons, Corners), ct);
        await bench.CompareAsync(ct);
        await bench.MeasurePipelineAsync(ct);
        await new FenceChangeStage(cluster, report).RunAsync(ct);
        await bench.MeasureMemoryAsync(ct);
    }

    private async Task MatchAsync(string key, FenceShape[] shapes, CancellationToken ct)
    {
        FenceMatching matching = new(shapes);
        (double, double)[] places = RandomFences.Places(PlacesByIndex);
        (double, double)[] few = RandomFences.Places(PlacesByPostgis);
        (double, double)[] fewest = RandomFences.Places(PlacesByScan);
        await using PostgisMatching postgis = await PostgisMatching.CreateAsync(cluster.Primary, shapes, few, ct);
        matching.ByIndex(few);
        matching.ByScan(fewest[..100]);
        (Rate scan, long scanned) = matching.ByScan(fewest);

        // Alternate, so that the load of the machine affects both.
        List<Rate> byIndex = [];
        List<Rate> byPostgis = [];
        long pairs = 0;
        for (int round = 0; round < Rounds; round++)
        {
            byIndex.Add(matching.ByIndex(places).Rate);
            (Rate rate, pairs) = await postgis.RunAsync(ct);
            byPostgis.Add(rate);
        }

        (double index, double server) = (Rate.Median(byIndex), Rate.Median(byPostgis));
        (_, long ours) = matching.ByIndex(few);
        (_, long indexed) = matching.ByIndex(fewest);
        if (indexed != scanned || Math.Abs(ours - pairs) > pairs / 10_000)
            throw new BenchException(
                $"{key}: {ours:N0} pairs of place and fence by the index, {pairs:N0} by PostGIS; "
                + $"{indexed:N0} and {scanned:N0} by the scan.");
        report.WriteProgress(
            $"{key}: index {string.Join(", ", byIndex)}; PostGIS {string.Join(", ", byPostgis)}; scan {scan}; "
            + $"{ours / (double)few.Length:F2} fences per place");
        report.Add($"{key}.pointsPerSecond", index, Promise.OfAtLeast(MinPlaces));
        report.Add($"{key}.ratioToPostgis", index / server, Promise.OfAtLeast(MinRatio));
        report.Add($"{key}.ratioToScan", index / scan.PerSecond);
        report.Add($"{key}.postgisPointsPerSecond", server);
    }

    private async Task CompareAsync(CancellationToken ct)
    {
        OracleVerdict verdict = await new PostgisOracle(cluster.Primary).CompareAsync(
            seed: 1, Math.Max(1, scale.Pairs / PlacesPerFence), PlacesPerFence, ct);
        report.WriteProgress(
            $"oracle: {verdict.Pairs:N0} pairs, {verdict.Inside:N0} inside, {verdict.OnBorder} differences within a meter of a border");
        foreach (string difference in verdict.Differences)
            report.WriteProgress(difference);
        report.Add("oracle.pairs", verdict.Pairs);
        report.Add("oracle.differences", verdict.Differences.Count, Promise.OfAtMost(0));
    }

    private async Task MeasurePipelineAsync(CancellationToken ct)
    {
        await FenceSetup.CreateAsync(cluster, RandomFences.Circles(Circles), ct);
        DurableEvents result = await new DurableEventsStage(cluster, scale.Reports, scale.Trackers).RunAsync(ct);
        report.WriteProgress($"pipeline: {result.Rate}, {result.Events:N0} events");
        report.Add("pipeline.reportsPerSecond", result.Rate.PerSecond, Promise.OfAtLeast(MinReports));
        report.Add("pipeline.events", result.Events);
    }

    private async Task MeasureMemoryAsync(CancellationToken ct)
    {
        await FenceSetup.CreateAsync(cluster, RandomFences.Circles(ManyFences), ct);
        Dictionary<string, double> peaks = [];
        Consumption consumed = await new ConsumeStage(cluster).RunAsync(peaks, ct, Worker.Geofences);
        report.WriteProgress($"{ManyFences:N0} fences: {consumed.Rate}");
        report.Add("memory.megabytes", peaks[Worker.Geofences], Promise.OfBelow(MaxMegabytes));
    }
}

/// <summary>The scale of the benchmark.</summary>
/// <param name="Reports">The number of reports through the pipeline.</param>
/// <param name="Trackers">The number of trackers that send them.</param>
/// <param name="Pairs">The number of pairs of place and fence to compare with PostGIS.</param>
internal sealed record FencesScale(int Reports, int Trackers, int Pairs);
