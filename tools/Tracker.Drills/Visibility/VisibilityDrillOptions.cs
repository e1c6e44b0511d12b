namespace Tracker.Drills.Visibility;

/// <summary>The options of the visibility drill.</summary>
public sealed record VisibilityDrillOptions
{
    /// <summary>The number of pairs of concurrent commits.</summary>
    public int Rounds { get; init; } = 2_000;
}
