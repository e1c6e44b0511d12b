using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Tracker.Cli.Output;

namespace Tracker.Cli;

/// <summary>From arguments to an exit code: 0 done, 1 failed with one reason on the standard error, 2 wrong usage.</summary>
internal static class CommandLine
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;

    /// <summary>After Ctrl+C or SIGTERM: a drill heals what it broke, and stops its cluster in good order.</summary>
    private static readonly TimeSpan CleanUpWithin = TimeSpan.FromMinutes(2);

    private const string Description = "Tracker services: location reports of a fleet, on a PostgreSQL cluster whose reads scale.";

    public static async Task<int> RunAsync(string[] arguments, Terminal terminal, Func<Terminal, IReadOnlyList<Command>> verbs)
    {
        // Not a RootCommand, which would name itself after the binary.
        Command root = new("./tracker", Description) { new HelpOption(), new VersionOption() };
        foreach (Command verb in verbs(terminal))
        {
            root.Add(verb);
        }

        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            return Refuse(parsed, terminal);
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = CleanUpWithin,
                Output = terminal.Out,
                Error = terminal.Error,
            });
        }
        catch (Exception failure)
        {
            terminal.Error.WriteLine($"tracker: {Failure.Describe(failure)}");
            return Failed;
        }
    }

    private static int Refuse(ParseResult parsed, Terminal terminal)
    {
        foreach (ParseError error in parsed.Errors.DistinctBy(error => error.Message))
        {
            terminal.Error.WriteLine($"tracker: {error.Message}");
        }

        terminal.Error.WriteLine($"See: ./tracker {Path(parsed.CommandResult)}--help");
        return WrongUsage;
    }

    private static string Path(CommandResult command) => command.Parent is CommandResult parent ? $"{Path(parent)}{command.Command.Name} " : "";
}
