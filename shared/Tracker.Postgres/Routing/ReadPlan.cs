using EFCore.ReadWriteSplitting.Consistency;

namespace EFCore.ReadWriteSplitting.Routing;

/// <summary>Where a read is routed first, and what the server must prove.</summary>
/// <param name="OnReplica">Whether the read goes to a replica; otherwise to the primary.</param>
/// <param name="Reason">The reason of the route if that server serves the read.</param>
/// <param name="Requirement">What the server must prove.</param>
internal readonly record struct ReadPlan(bool OnReplica, RouteReason Reason, TokenRequirement Requirement = default)
{
    /// <summary>Plans a read.</summary>
    /// <param name="consistency">What the caller asked for.</param>
    /// <param name="split">Whether reads go to replicas.</param>
    /// <param name="proof">The position that proves the staleness bound; null if no sample does.</param>
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
