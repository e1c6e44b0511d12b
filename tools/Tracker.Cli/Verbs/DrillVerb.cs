using System.CommandLine;
using Tracker.Cli.Drills;
using Tracker.Cli.Output;
using Tracker.Drills.Running;
using Tracker.Drills.Sessions;

namespace Tracker.Cli.Verbs;

/// <summary>Drills: a cluster of their own, load, faults, and a verdict.</summary>
internal static class DrillVerb
{
    public static Command Create(Terminal terminal) => new("drill", "Break a cluster of its own under load, and judge what clients saw.")
    {
        Sessions(terminal),
    };

    private static Command Sessions(Terminal terminal)
    {
        SessionDrillOptions defaults = new();
        Option<int> operations = Positive("--operations", "Reads and writes over all sessions.", defaults.Operations);
        Option<int> seed = new("--seed") { Description = "Chooses the operations and the faults.", DefaultValueFactory = _ => defaults.Seed };
        Option<int> sessions = Positive("--sessions", "Sessions side by side.", defaults.Sessions);
        Option<bool> withoutGuard = new("--without-guard") { Description = "Sessions that promise nothing: the checker must find violations." };
        Option<DrillTopology> topology = new("--topology") { Description = "How clients reach the nodes." };
        Option<bool> json = Json();
        Command command = new("sessions", "Random sessions under faults: are the four session guarantees kept?")
        {
            operations, seed, sessions, withoutGuard, topology, json,
        };
        command.SetAction(async (parsed, ct) =>
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
            Write(terminal, parsed.GetValue(json), result, SessionDrillText.Lines(result));
            return result.IsGood ? CommandLine.Done : CommandLine.Failed;
        });
        return command;
    }

    private static void Write<T>(Terminal terminal, bool json, T result, IEnumerable<string> lines)
    {
        foreach (string line in json ? [DrillJson.Of(result)] : lines)
        {
            terminal.Write(line);
        }
    }

    private static Option<bool> Json() => new("--json") { Description = "As JSON on the standard output." };

    private static Option<int> Positive(string name, string description, int otherwise)
    {
        Option<int> option = new(name) { Description = description, DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, out int value) && value < 1)
            {
                result.AddError($"{name} is {value}. Use a whole number from 1 on.");
            }
        });
        return option;
    }
}
