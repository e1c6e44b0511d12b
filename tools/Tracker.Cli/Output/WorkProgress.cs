namespace Tracker.Cli.Output;

/// <summary>The progress of a part of a long operation.</summary>
/// <param name="Name">The name of the part.</param>
/// <param name="Done">The completed amount.</param>
/// <param name="Total">The total amount, which may grow.</param>
/// <param name="Note">An additional note.</param>
internal readonly record struct WorkProgress(string Name, long Done, long Total, string Note = "")
{
    public override string ToString() => $"{Name}: {Done:N0} of {Total:N0}{(Note.Length > 0 ? $" ({Note})" : "")}";
}
