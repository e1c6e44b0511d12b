namespace Tracker.Cli.Output;

/// <summary>How far one part of long work is.</summary>
/// <param name="Name">What works.</param>
/// <param name="Done">Of <paramref name="Total"/>.</param>
/// <param name="Total">May grow on the way.</param>
/// <param name="Note">What else there is to say.</param>
internal readonly record struct Gauge(string Name, long Done, long Total, string Note = "")
{
    public override string ToString() => $"{Name}: {Done:N0} of {Total:N0}{(Note.Length > 0 ? $" ({Note})" : "")}";
}
