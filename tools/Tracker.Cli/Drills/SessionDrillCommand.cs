using System.CommandLine;
using Tracker.Cli.Output;
using Tracker.Drills.Running;
using Tracker.Drills.Sessions;

namespace Tracker.Cli.Drills;

/// <summary><c>./tracker drill sessions</c></summary>
internal static class SessionDrillCommand
{
    public static Command Create(Terminal terminal)
    {
        SessionDrillOptions defaults = new();
        Option<int> operations = DrillOptions.Positive(
            "--operations", "The number of reads and writes over all sessions.", defaults.Operations);
        Option<int> seed = new("--seed")
        {
            Description = "The seed of the random operations and faults.",
            DefaultValueFactory = _ => defaults.Seed,
        };
        Option<int> sessions = DrillOptions.Positive("--sessions", "The number of concurrent sessions.", defaults.Sessions);
        Option<bool> withoutGuard = new("--without-guard")
        {
            Description = "Disable the session guarantees. The checker must then find violations.",
        };
        Option<DrillTopology> topology = DrillOptions.Topology();
        Option<bool> json = JsonOption.Create();
        Command command = new("sessions", "Run random sessions under faults, and check the four session guarantees.")
        {
            operations, seed, sessions, withoutGuard, topology, json,
        };
        command.SetAction((parsed, ct) => DrillRun.RunAsync(async () =>
        {
            SessionDrillOptions options = new()
            {
                Operations = parsed.GetValue(operations),
                Seed = parsed.GetValue(seed),
                Sessions = parsed.GetValue(sessions),
                WithoutGuard = parsed.GetValue(withoutGuard),
                Topology = parsed.GetValue(topology),
            };
            SessionDrillResult result = await new SessionDrill(options, new StepReporter(terminal)).RunAsync(ct);
            foreach (string line in parsed.GetValue(json) ? [DrillJson.Of(result)] : SessionDrillText.Lines(result))
            {
                terminal.Write(line);
            }

            return result.IsGood ? CommandLine.Done : CommandLine.Failed;
        }));
        return command;
    }
}
