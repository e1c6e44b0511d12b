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
        Option<int> operations = DrillOptions.Positive("--operations", "Reads and writes over all sessions.", defaults.Operations);
        Option<int> seed = new("--seed") { Description = "Chooses the operations and the faults.", DefaultValueFactory = _ => defaults.Seed };
        Option<int> sessions = DrillOptions.Positive("--sessions", "Sessions side by side.", defaults.Sessions);
        Option<bool> withoutGuard = new("--without-guard") { Description = "Sessions that promise nothing: the checker must find violations." };
        Option<DrillTopology> topology = DrillOptions.Topology();
        Option<bool> json = DrillOptions.Json();
        Command command = new("sessions", "Random sessions under faults: are the four session guarantees kept?")
        {
            operations, seed, sessions, withoutGuard, topology, json,
        };
        command.SetAction((parsed, ct) => DrillRun.EndAsync(async () =>
        {
            SessionDrillOptions options = new()
            {
                Operations = parsed.GetValue(operations),
                Seed = parsed.GetValue(seed),
                Sessions = parsed.GetValue(sessions),
                WithoutGuard = parsed.GetValue(withoutGuard),
                Topology = parsed.GetValue(topology),
            };
            SessionDrillResult result = await new SessionDrill(options, new Steps(terminal)).RunAsync(ct);
            foreach (string line in parsed.GetValue(json) ? [DrillJson.Of(result)] : SessionDrillText.Lines(result))
            {
                terminal.Write(line);
            }

            return result.IsGood ? CommandLine.Done : CommandLine.Failed;
        }));
        return command;
    }
}
