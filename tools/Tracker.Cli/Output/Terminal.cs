using Spectre.Console;

namespace Tracker.Cli.Output;

/// <summary>The output of a command: results go to standard output, everything else to standard error.</summary>
internal sealed class Terminal
{
    private const int NonInteractiveWidth = 500;

    public Terminal(TextWriter output, TextWriter error, bool isInteractive)
    {
        (Out, Error, IsInteractive) = (output, error, isInteractive);
        ErrorConsole = Console(error, isInteractive);
        ResultConsole = Console(output, isInteractive);
    }

    public TextWriter Out { get; }

    public TextWriter Error { get; }

    /// <summary>Whether the output is interactive, so that progress bars, colors and prompts make sense.</summary>
    public bool IsInteractive { get; }

    public IAnsiConsole ErrorConsole { get; }

    public IAnsiConsole ResultConsole { get; }

    public static Terminal OfProcess() => new(
        System.Console.Out,
        System.Console.Error,
        !System.Console.IsOutputRedirected && !System.Console.IsErrorRedirected && !System.Console.IsInputRedirected);

    /// <summary>Writes a line of progress.</summary>
    public void WriteProgress(string line) => Error.WriteLine(line);

    /// <summary>Writes a line of the result.</summary>
    public void Write(string line) => Out.WriteLine(line);

    /// <summary>Writes a table of the result.</summary>
    public void Write(Table table) => ResultConsole.Write(table);

    public bool Confirm(string question)
    {
        Error.Write($"{question} [y/N] ");
        return System.Console.In.ReadLine()?.Trim() is ['y' or 'Y', ..];
    }

    private static IAnsiConsole Console(TextWriter writer, bool isInteractive)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isInteractive ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = isInteractive ? InteractionSupport.Yes : InteractionSupport.No,
        });
        if (!isInteractive)
        {
            console.Profile.Width = NonInteractiveWidth; // a pipe has no width; don't wrap lines
        }

        return console;
    }
}
