using System.CommandLine;
using Tracker.Cli.Output;
using Tracker.Drills.Visibility;

namespace Tracker.Cli.Drills;

/// <summary><c>./tracker drill visibility</c></summary>
internal static class VisibilityDrillCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<int> rounds = DrillOptions.Positive(
            "--rounds", "The number of pairs of concurrent commits.", new VisibilityDrillOptions().Rounds);
        Option<bool> json = JsonOption.Create();
        Command command = new("visibility", "Measure how often servers show commits in different orders, which sessions prevent.")
        {
            rounds, json,
        };
        command.SetAction((parsed, ct) => DrillRun.RunAsync(async () =>
        {
            VisibilityDrillResult result = await new VisibilityDrill(
                new VisibilityDrillOptions { Rounds = parsed.GetValue(rounds) }, new StepReporter(terminal)).RunAsync(ct);
            foreach (string line in parsed.GetValue(json) ? [DrillJson.Of(result)] : Lines(result))
            {
                terminal.Write(line);
            }

            return CommandLine.Done;
        }));
        return command;
    }

    private static IEnumerable<string> Lines(VisibilityDrillResult result) =>
    [
        $"{result.Commits} commits, observed by {result.SightingsOnPrimary} queries on the primary "
        + $"and {result.SightingsOnReplicas} on the replicas",
        $"visible on a replica before the primary: {result.ReplicaFirst} commits, for up to {result.LongestAheadMs} ms",
        $"one commit of a pair visible only on the primary and the other only on a replica (long fork): "
        + $"{result.LongForks} of {result.Commits / 2} pairs",
    ];
}
