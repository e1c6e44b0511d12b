using System.CommandLine;
using Tracker.Cli.Output;

namespace Tracker.Cli.Verbs;

/// <summary>The commands that the <c>./tracker</c> script runs without this program. Declared here for the help.</summary>
internal static class ScriptVerbs
{
    public static IEnumerable<Command> Create(Terminal terminal) =>
    [
        Of("test", "Run the tests on temporary clusters.", terminal),
        Of("bench", "Run the benchmarks on a temporary cluster.", terminal),
    ];

    private static Command Of(string name, string description, Terminal terminal)
    {
        Command verb = new(name, description);
        verb.SetAction(_ =>
        {
            terminal.Error.WriteLine($"tracker: '{name}' is handled by the script. Run: ./tracker {name}");
            return CommandLine.WrongUsage;
        });
        return verb;
    }
}
