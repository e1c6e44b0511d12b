using System.CommandLine;
using Tracker.Cli.Output;
using Tracker.Drills.Fallbacks;
using Tracker.Drills.Running;

namespace Tracker.Cli.Drills;

/// <summary><c>./tracker drill fallbacks</c></summary>
internal static class FallbackDrillCommand
{
    public static Command Create(Terminal terminal)
    {
        FallbackDrillOptions defaults = new();
        Option<int> seconds = DrillOptions.Positive(
            "--seconds", "The duration of each of the two phases, in seconds.", (int)defaults.Phase.TotalSeconds);
        Option<DrillTopology> topology = DrillOptions.Topology();
        Option<bool> json = JsonOption.Create();
        Command command = new(
            "fallbacks", "Pause replay on all replicas, and measure how reads that fall back to the primary affect its writes.")
        {
            seconds, topology, json,
        };
        command.SetAction((parsed, ct) => DrillRun.RunAsync(async () =>
        {
            FallbackDrillOptions options = new()
            {
                Phase = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                Topology = parsed.GetValue(topology),
            };
            FallbackDrillResult result = await new FallbackDrill(options, new StepReporter(terminal)).RunAsync(ct);
            foreach (string line in parsed.GetValue(json) ? [DrillJson.Of(result)] : Lines(result))
            {
                terminal.Write(line);
            }

            return result.IsGood ? CommandLine.Done : CommandLine.Failed;
        }));
        return command;
    }

    private static IEnumerable<string> Lines(FallbackDrillResult result) =>
    [
        $"before: {Line(result.Before)}",
        $"during: {Line(result.During)}",
        $"write p99: {result.Ratio} times that before the fault (at most {FallbackDrillResult.HighestRatio} is acceptable)",
    ];

    private static string Line(FallbackFigures figures) =>
        $"write p50 {figures.WriteP50} ms, p99 {figures.WriteP99} ms ({figures.Writes} writes); "
        + $"reads served by replicas {figures.ReadsByReplica}, by the primary {figures.ReadsByPrimary}, refused {figures.ReadsRefused}"
        + $"{string.Concat(figures.Errors.Select(error => $", {error.Key} {error.Value}"))}";
}
