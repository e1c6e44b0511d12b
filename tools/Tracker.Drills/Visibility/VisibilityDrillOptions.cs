namespace Tracker.Drills.Visibility;

/// <summary>What the visibility drill is asked to do.</summary>
public sealed record VisibilityDrillOptions
{
    /// <summary>Pairs of commits, the two of a pair at the same time.</summary>
    public int Rounds { get; init; } = 2_000;
}
