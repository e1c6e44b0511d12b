namespace Tracker.Cli.Output;

/// <summary>Prints each step of a long operation on its own line, without repetition.</summary>
internal sealed class StepReporter(Terminal terminal) : IProgress<string>
{
    private readonly Lock _gate = new();
    private string? _last;

    public void Report(string value)
    {
        lock (_gate)
        {
            if (value == _last)
            {
                return;
            }

            _last = value;
            terminal.WriteProgress($"{char.ToUpperInvariant(value[0])}{value[1..]}");
        }
    }
}
