namespace Tracker.Drills.Visibility;

/// <summary>What came of a visibility drill; the keys of its JSON.</summary>
public sealed record VisibilityDrillResult
{
    public required int Commits { get; init; }

    /// <summary>Commits that a replica showed and the primary, asked after that, did not yet.</summary>
    public required int ReplicaFirst { get; init; }

    /// <summary>For how long at least, at most: milliseconds.</summary>
    public required double LongestAheadMs { get; init; }

    /// <summary>Pairs of which the primary showed one alone and a replica the other alone.</summary>
    public required int LongForks { get; init; }

    public required int SightingsOnPrimary { get; init; }

    public required int SightingsOnReplicas { get; init; }
}
