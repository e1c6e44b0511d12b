using System.CommandLine;
using Tracker.Bench;
using Tracker.Bench.Figures;
using Tracker.Bench.Stages;
using Tracker.Cluster;
using Tracker.Cluster.Primitives;

// `./tracker bench`: measurements on a temporary cluster, which is deleted at the end.
Option<int> reports = new("--reports")
{
    Description = "The number of reports that the simulated fleet sends.",
    DefaultValueFactory = _ => 1_000_000,
};
Option<int> trackers = new("--trackers") { Description = "The number of trackers in the fleet.", DefaultValueFactory = _ => 1_000 };
Option<int> fences = new("--fences") { Description = "The number of fences.", DefaultValueFactory = _ => 1_000 };
Option<int> reads = new("--reads") { Description = "The number of timed reads per variant.", DefaultValueFactory = _ => 10_000 };
Option<int> pairs = new("--pairs")
{
    Description = "The number of pairs of place and fence to compare with PostGIS.",
    DefaultValueFactory = _ => 1_000_000,
};
Option<bool> json = new("--json") { Description = "Print the figures as JSON to standard output, and progress to standard error." };
foreach (Option<int> count in new[] { reports, trackers, fences, reads, pairs })
{
    count.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() < 1)
            result.AddError($"{count.Name} must be at least 1.");
    });
}

Command pipeline = new("pipeline", "Measure ingest against a plain COPY, each consumer alone and all together, memory and WAL.")
{
    reports, trackers, fences, json,
};
pipeline.SetAction((parsed, ct) =>
{
    PipelineScale scale = new(parsed.GetValue(reports), parsed.GetValue(trackers), parsed.GetValue(fences));
    return MeasureAsync(parsed.GetValue(json), report => PipelineBench.RunAsync(scale, report, ct));
});

Command routing = new("routing", "Measure the cost of a routing decision, a scope, a guarded read and a token against baselines.")
{
    reads, json,
};
routing.SetAction((parsed, ct) => MeasureAsync(parsed.GetValue(json), report => RoutingBench.RunAsync(parsed.GetValue(reads), report, ct)));

Command matching = new(
    "fences", "Measure fence matching against PostGIS and a scan, agreement with PostGIS, memory, and events through the pipeline.")
{
    reports, trackers, pairs, json,
};
matching.SetAction((parsed, ct) =>
{
    FencesScale scale = new(parsed.GetValue(reports), parsed.GetValue(trackers), parsed.GetValue(pairs));
    return MeasureAsync(parsed.GetValue(json), report => FencesBench.RunAsync(scale, report, ct));
});

RootCommand root = new("Measure the services on a temporary cluster.") { pipeline, routing, matching };
// Ctrl+C ends the run and stops the cluster, which takes a while.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });

static async Task<int> MeasureAsync(bool asJson, Func<FigureReport, Task> measure)
{
    FigureReport report = new(asJson ? Console.Error : Console.Out);
    try
    {
        await measure(report);
    }
    catch (Exception error) when (error is ClusterException or BenchException)
    {
        await Console.Error.WriteLineAsync($"tracker bench: {error.Message}");
        return 1;
    }

    report.WriteSummary(asJson);
    return report.PromisesKept ? 0 : 1;
}
