namespace Tracker.Cluster.Processes;

/// <summary>How long to wait before a process that died is started again: doubled each time, until it has run well for a while.</summary>
public sealed record Backoff
{
    /// <summary>After the first death.</summary>
    public TimeSpan Initial { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan Maximum { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A process that ran this long has recovered: its next death is a first one.</summary>
    public TimeSpan RecoveredAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The wait after a life that just ended.</summary>
    /// <param name="previous">The wait before the life that just ended; null for the first.</param>
    /// <param name="ranFor">How long that life was.</param>
    internal TimeSpan Next(TimeSpan? previous, TimeSpan ranFor)
    {
        if (previous is null || ranFor >= RecoveredAfter)
            return Initial;
        return previous.Value * 2 < Maximum ? previous.Value * 2 : Maximum;
    }
}
