using EFCore.ReadWriteSplitting.Consistency;

namespace EFCore.ReadWriteSplitting.Routing;

/// <summary>Where a read goes first, and what it must be shown there.</summary>
/// <param name="OnReplica">A replica; else the primary.</param>
/// <param name="Reason">Why, if it stays there.</param>
/// <param name="Requirement">What the server must prove.</param>
internal readonly record struct ReadPlan(bool OnReplica, RouteReason Reason, TokenRequirement Requirement = default)
{
    /// <summary>The rule: pure.</summary>
    /// <param name="consistency">What the caller asked for.</param>
    /// <param name="split">Whether reads go to replicas at all.</param>
    /// <param name="proof">The position that proves a staleness bound; null: no sample is old and young enough.</param>
    public static ReadPlan Of(ReadConsistency consistency, bool split, WriteToken? proof)
    {
        TokenRequirement requirement = consistency switch
        {
            ReadConsistency.AtLeastRead asked => new TokenRequirement(asked.Token),
            ReadConsistency.SessionRead asked => asked.Requirement,
            ReadConsistency.BoundedStalenessRead => new TokenRequirement(proof),
            _ => default,
        };
        return consistency switch
        {
            ReadConsistency.PrimaryRead => new ReadPlan(false, RouteReason.PrimaryRequested),
            _ when !split => new ReadPlan(false, RouteReason.ReadSplitOff, consistency is ReadConsistency.BoundedStalenessRead ? default : requirement),
            ReadConsistency.BoundedStalenessRead when proof is null => new ReadPlan(false, RouteReason.NoProof),
            _ => new ReadPlan(true, requirement.MustShow is null ? RouteReason.Replica : RouteReason.ReplicaCaughtUp, requirement),
        };
    }
}
