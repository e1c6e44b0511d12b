using Tracker.Bench.Cluster;
using Tracker.Bench.Fences;
using Tracker.Bench.Figures;
using Tracker.Bench.Stages;
using Tracker.Geo.Fences;

namespace Tracker.Bench;

/// <summary>Fences: matching beside PostGIS and a plain scan, agreement with PostGIS, memory, and events through the whole pipeline.</summary>
internal sealed class FencesBench(BenchCluster cluster, FencesScale scale, FigureBoard board)
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
    private const double LeastPlaces = 100_000;
    private const double LeastRatio = 10;
    private const double MostMegabytes = 500;
    private const double LeastReports = 6_000;

    public static async Task RunAsync(FencesScale scale, FigureBoard board, CancellationToken ct)
    {
        board.Say($"{Circles:N0} circles, {Polygons} polygons of {Corners} corners; matching on one core each; {Environment.ProcessorCount} processors for everything.");
        await using BenchCluster cluster = await BenchCluster.StartAsync(ct);
        FencesBench bench = new(cluster, scale, board);
        if (!await new Oracle(cluster.Primary).IsThereAsync(ct))
            throw new BenchException("PostGIS is not there to compare with. Run: apt-get install --no-install-recommends postgresql-15-postgis-3");
        await bench.MatchAsync("circles", MatchField.Circles(Circles), ct);
        await bench.MatchAsync("polygons", MatchField.Polygons(Polygons, Corners), ct);
        await bench.CompareAsync(ct);
        await bench.ThroughThePipelineAsync(ct);
        await new FenceChangeStage(cluster, board).RunAsync(ct);
        await bench.RememberAsync(ct);
    }

    private async Task MatchAsync(string key, FenceShape[] shapes, CancellationToken ct)
    {
        Matching matching = new(shapes);
        (double, double)[] places = MatchField.Places(PlacesByIndex);
        (double, double)[] few = MatchField.Places(PlacesByPostgis);
        (double, double)[] fewest = MatchField.Places(PlacesByScan);
        await using PostgisMatching postgis = await PostgisMatching.PlantAsync(cluster.Primary, shapes, few, ct);
        matching.ByIndex(few);
        matching.ByScan(fewest[..100]);
        (Rate scan, long scanned) = matching.ByScan(fewest);

        // In turn: what slows the machine down slows both sides.
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
            throw new BenchException($"{key}: {ours:N0} pairs of place and fence by the index, {pairs:N0} by PostGIS; {indexed:N0} and {scanned:N0} by the scan.");
        board.Say($"{key}: index {string.Join(", ", byIndex)}; PostGIS {string.Join(", ", byPostgis)}; scan {scan}; {ours / (double)few.Length:F2} fences a place");
        board.Add($"{key}.pointsPerSecond", index, Promise.OfAtLeast(LeastPlaces));
        board.Add($"{key}.ratioToPostgis", index / server, Promise.OfAtLeast(LeastRatio));
        board.Add($"{key}.ratioToScan", index / scan.PerSecond);
        board.Add($"{key}.postgisPointsPerSecond", server);
    }

    private async Task CompareAsync(CancellationToken ct)
    {
        OracleVerdict verdict = await new Oracle(cluster.Primary).CompareAsync(seed: 1, Math.Max(1, scale.Pairs / PlacesPerFence), PlacesPerFence, ct);
        board.Say($"oracle: {verdict.Pairs:N0} pairs, {verdict.Inside:N0} inside, {verdict.OnBorder} that differ within a metre of a border");
        foreach (string difference in verdict.Differences)
            board.Say(difference);
        board.Add("oracle.pairs", verdict.Pairs);
        board.Add("oracle.differences", verdict.Differences.Count, Promise.OfAtMost(0));
    }

    private async Task ThroughThePipelineAsync(CancellationToken ct)
    {
        await FenceField.PlantAsync(cluster, MatchField.Circles(Circles), ct);
        DurableEvents result = await new DurableEventsStage(cluster, scale.Reports, scale.Trackers).RunAsync(ct);
        board.Say($"pipeline: {result.Rate}, {result.Events:N0} events");
        board.Add("pipeline.reportsPerSecond", result.Rate.PerSecond, Promise.OfAtLeast(LeastReports));
        board.Add("pipeline.events", result.Events);
    }

    private async Task RememberAsync(CancellationToken ct)
    {
        await FenceField.PlantAsync(cluster, MatchField.Circles(ManyFences), ct);
        Dictionary<string, double> peaks = [];
        Consumption consumed = await new ConsumeStage(cluster).RunAsync(peaks, ct, Worker.Geofences);
        board.Say($"{ManyFences:N0} fences: {consumed.Rate}");
        board.Add("memory.megabytes", peaks[Worker.Geofences], Promise.OfBelow(MostMegabytes));
    }
}

/// <summary>How much is measured.</summary>
/// <param name="Reports">Reports through the pipeline.</param>
/// <param name="Trackers">Trackers that send them.</param>
/// <param name="Pairs">Pairs of place and fence that PostGIS is asked about.</param>
internal sealed record FencesScale(int Reports, int Trackers, int Pairs);
