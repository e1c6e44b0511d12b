using System.CommandLine;
using Tracker.Cli.Output;

namespace Tracker.Cli.Verbs;

/// <summary>What the script runs without this program; named here so that the help is whole.</summary>
internal static class ScriptVerbs
{
    public static IEnumerable<Command> Create(Terminal terminal) =>
    [
        Of("test", "Run every test, on clusters of their own.", terminal),
        Of("bench", "Measure: ingest beside a bare COPY, each consumer, memory, WAL.", terminal),
    ];

    private static Command Of(string name, string description, Terminal terminal)
    {
        Command verb = new(name, description);
        verb.SetAction(_ =>
        {
            terminal.Error.WriteLine($"tracker: '{name}' is run by the script: ./tracker {name}");
            return CommandLine.WrongUsage;
        });
        return verb;
    }
}
