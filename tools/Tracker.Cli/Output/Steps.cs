namespace Tracker.Cli.Output;

/// <summary>Steps of long work as lines, each once.</summary>
internal sealed class Steps(Terminal terminal) : IProgress<string>
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
            terminal.Say($"{char.ToUpperInvariant(value[0])}{value[1..]}");
        }
    }
}
