using System.CommandLine;
using Tracker.Cli.Output;
using Tracker.Drills.Visibility;

namespace Tracker.Cli.Drills;

/// <summary><c>./tracker drill visibility</c></summary>
internal static class VisibilityDrillCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<int> rounds = DrillOptions.Positive("--rounds", "Pairs of commits, the two of a pair at the same time.", new VisibilityDrillOptions().Rounds);
        Option<bool> json = DrillOptions.Json();
        Command command = new("visibility", "How often do servers show commits in different orders? What sessions are protected from, as figures.")
        {
            rounds, json,
        };
        command.SetAction((parsed, ct) => DrillRun.EndAsync(async () =>
        {
            VisibilityDrillResult result = await new VisibilityDrill(new VisibilityDrillOptions { Rounds = parsed.GetValue(rounds) }, new Steps(terminal)).RunAsync(ct);
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
        $"{result.Commits} commits, looked at {result.SightingsOnPrimary} times on the primary and {result.SightingsOnReplicas} times on the replicas",
        $"on a replica before it was on the primary: {result.ReplicaFirst} commits, the longest for {result.LongestAheadMs} ms",
        $"one of a pair alone on the primary and the other alone on a replica (long fork): {result.LongForks} of {result.Commits / 2} pairs",
    ];
}
