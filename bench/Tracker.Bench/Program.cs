using System.CommandLine;
using Tracker.Bench;
using Tracker.Bench.Figures;
using Tracker.Cluster;

// What `./tracker bench` runs: measurements on a real cluster of its own, wiped at the end.
Option<int> reports = new("--reports") { Description = "Reports that the simulated fleet sends.", DefaultValueFactory = _ => 1_000_000 };
Option<int> trackers = new("--trackers") { Description = "Trackers of the fleet.", DefaultValueFactory = _ => 1_000 };
Option<int> fences = new("--fences") { Description = "Fences around the fleet.", DefaultValueFactory = _ => 1_000 };
Option<int> reads = new("--reads") { Description = "How often each way of reading is timed.", DefaultValueFactory = _ => 10_000 };
Option<int> pairs = new("--pairs") { Description = "Pairs of place and fence that PostGIS is asked about, too.", DefaultValueFactory = _ => 1_000_000 };
Option<bool> json = new("--json") { Description = "The figures as JSON on standard output; the progress goes to standard error." };
foreach (Option<int> count in new[] { reports, trackers, fences, reads, pairs })
{
    count.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() < 1)
            result.AddError($"{count.Name} must be at least 1.");
    });
}

Command pipeline = new("pipeline", "Ingest beside a bare COPY, each consumer alone and all at once, memory, WAL.") { reports, trackers, fences, json };
pipeline.SetAction((parsed, ct) =>
{
    PipelineScale scale = new(parsed.GetValue(reports), parsed.GetValue(trackers), parsed.GetValue(fences));
    return MeasureAsync(parsed.GetValue(json), board => PipelineBench.RunAsync(scale, board, ct));
});

Command routing = new("routing", "What a routing decision, a scope, a guarded read and a token cost, beside the same without them.") { reads, json };
routing.SetAction((parsed, ct) => MeasureAsync(parsed.GetValue(json), board => RoutingBench.RunAsync(parsed.GetValue(reads), board, ct)));

Command matching = new("fences", "Fences: matching beside PostGIS and a scan, agreement with PostGIS, memory, events through the pipeline.") { reports, trackers, pairs, json };
matching.SetAction((parsed, ct) =>
{
    FencesScale scale = new(parsed.GetValue(reports), parsed.GetValue(trackers), parsed.GetValue(pairs));
    return MeasureAsync(parsed.GetValue(json), board => FencesBench.RunAsync(scale, board, ct));
});

RootCommand root = new("Measures the services on a real cluster of its own.") { pipeline, routing, matching };
// Ctrl+C ends the run, and with it the cluster, which takes its time to stop.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });

static async Task<int> MeasureAsync(bool asJson, Func<FigureBoard, Task> measure)
{
    FigureBoard board = new(asJson ? Console.Error : Console.Out);
    try
    {
        await measure(board);
    }
    catch (Exception error) when (error is ClusterException or BenchException)
    {
        await Console.Error.WriteLineAsync($"tracker bench: {error.Message}");
        return 1;
    }

    board.WriteSummary(asJson);
    return board.PromisesKept ? 0 : 1;
}
