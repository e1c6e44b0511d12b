namespace Tracker.Cluster.Processes;

/// <summary>The delay before a restart. It doubles with each restart until the process has run for <see cref="RecoveredAfter"/>.</summary>
public sealed record Backoff
{
    /// <summary>The delay before the first restart.</summary>
    public TimeSpan Initial { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan Maximum { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The delay starts over when a process has run this long.</summary>
    public TimeSpan RecoveredAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The delay before the next restart.</summary>
    /// <param name="previous">The delay before the run that just ended; null for the first run.</param>
    /// <param name="ranFor">The duration of that run.</param>
    internal TimeSpan Next(TimeSpan? previous, TimeSpan ranFor)
    {
        if (previous is null || ranFor >= RecoveredAfter)
            return Initial;
        return previous.Value * 2 < Maximum ? previous.Value * 2 : Maximum;
    }
}
