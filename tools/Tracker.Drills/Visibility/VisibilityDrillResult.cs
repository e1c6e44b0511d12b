namespace Tracker.Drills.Visibility;

/// <summary>The result of a visibility drill. The properties are the keys of its JSON output.</summary>
public sealed record VisibilityDrillResult
{
    public required int Commits { get; init; }

    /// <summary>Commits that were visible on a replica but not in a later query on the primary.</summary>
    public required int ReplicaFirst { get; init; }

    /// <summary>The longest proven lead of a replica, in milliseconds.</summary>
    public required double LongestAheadMs { get; init; }

    /// <summary>Pairs of which the primary showed only one commit and a replica only the other.</summary>
    public required int LongForks { get; init; }

    public required int SightingsOnPrimary { get; init; }

    public required int SightingsOnReplicas { get; init; }
}
