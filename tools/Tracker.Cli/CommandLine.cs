using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Tracker.Cli.Output;

namespace Tracker.Cli;

/// <summary>Runs a command and returns its exit code: 0 success, 1 failure with a message on standard error, 2 usage error.</summary>
internal static class CommandLine
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;

    /// <summary>The time limit after Ctrl+C or SIGTERM, in which a drill heals its fault and stops its cluster.</summary>
    private static readonly TimeSpan CleanupTimeout = TimeSpan.FromMinutes(2);

    private const string Description = "Tracker services: location tracking on a PostgreSQL cluster with read/write splitting.";

    public static async Task<int> RunAsync(string[] arguments, Terminal terminal, Func<Terminal, IReadOnlyList<Command>> verbs)
    {
        // Not a RootCommand, whose name would be that of the binary.
        Command root = new("./tracker", Description) { new HelpOption(), new VersionOption() };
        foreach (Command verb in verbs(terminal))
        {
            root.Add(verb);
        }

        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            return ReportUsageErrors(parsed, terminal);
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = CleanupTimeout,
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

    private static int ReportUsageErrors(ParseResult parsed, Terminal terminal)
    {
        foreach (ParseError error in parsed.Errors.DistinctBy(error => error.Message))
        {
            terminal.Error.WriteLine($"tracker: {error.Message}");
        }

        terminal.Error.WriteLine($"See: ./tracker {Path(parsed.CommandResult)}--help");
        return WrongUsage;
    }

    private static string Path(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{Path(parent)}{command.Command.Name} " : "";
}
