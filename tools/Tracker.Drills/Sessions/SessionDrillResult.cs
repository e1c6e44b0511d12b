using Tracker.Drills.Checking;

namespace Tracker.Drills.Sessions;

/// <summary>What came of a sessions drill; the keys of its JSON.</summary>
public sealed record SessionDrillResult
{
    public required int Operations { get; init; }

    public required int Reads { get; init; }

    public required int Writes { get; init; }

    /// <summary>Writes whose outcome their session does not know.</summary>
    public required int UnknownWrites { get; init; }

    public required Violations Violations { get; init; }

    /// <summary>Acknowledged writes that are not there in the end.</summary>
    public required int Lost { get; init; }

    /// <summary>Writes that are there more than once.</summary>
    public required int AppliedTwice { get; init; }

    /// <summary>The first violations, in words.</summary>
    public required IReadOnlyList<string> Examples { get; init; }

    /// <summary>Sessions that had to begin anew, since their token could not be proven after a failover.</summary>
    public required int Restarts { get; init; }

    /// <summary>Operations refused because no replica was fit and the primary had its fill.</summary>
    public required int Refused { get; init; }

    /// <summary>Operations that no server answered within the deadline.</summary>
    public required int Unavailable { get; init; }

    /// <summary>Errors that nobody expects to surface, by their type.</summary>
    public required IReadOnlyDictionary<string, int> Errors { get; init; }

    /// <summary>Reads by the reason of their route.</summary>
    public required IReadOnlyDictionary<string, int> Routes { get; init; }

    /// <summary>The faults that were made, and how often.</summary>
    public required IReadOnlyDictionary<string, int> Faults { get; init; }

    /// <summary>How long the operations took.</summary>
    public required double Seconds { get; init; }

    /// <summary>How long the check took.</summary>
    public required double CheckSeconds { get; init; }

    public required int Seed { get; init; }

    /// <summary>Whether the sessions promised nothing.</summary>
    public required bool WithoutGuard { get; init; }

    /// <summary>The history's file, kept where it shows violations; null otherwise.</summary>
    public required string? History { get; init; }

    /// <summary>Nothing promised was broken; or, without a guard, the checker was seen to bite.</summary>
    public bool IsGood => WithoutGuard ? Violations.Total > 0 : Violations.Total == 0 && Lost == 0 && AppliedTwice == 0 && Errors.Count == 0;
}
