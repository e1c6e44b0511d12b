using EFCore.ReadWriteSplitting.Consistency;

namespace EFCore.ReadWriteSplitting.Routing;

/// <summary>Where a read goes first, and what it must be shown there.</summary>
/// <param name="OnReplica">A replica; else the primary.</param>
/// <param name="Reason">Why, if it stays there.</param>
/// <param name="Demand">What the server must prove.</param>
internal readonly record struct ReadPlan(bool OnReplica, RouteReason Reason, TokenDemand Demand = default)
{
    /// <summary>The rule: pure.</summary>
    /// <param name="consistency">What the caller asked for.</param>
    /// <param name="split">Whether reads go to replicas at all.</param>
    /// <param name="proof">The position that proves a staleness bound; null: no sample is old and young enough.</param>
    public static ReadPlan Of(ReadConsistency consistency, bool split, WriteToken? proof)
    {
        TokenDemand demand = consistency switch
        {
            ReadConsistency.AtLeastRead asked => new TokenDemand(asked.Token),
            ReadConsistency.SessionRead asked => asked.Demand,
            ReadConsistency.BoundedStalenessRead => new TokenDemand(proof),
            _ => default,
        };
        return consistency switch
        {
            ReadConsistency.PrimaryRead => new ReadPlan(false, RouteReason.PrimaryRequested),
            _ when !split => new ReadPlan(false, RouteReason.ReadSplitOff, consistency is ReadConsistency.BoundedStalenessRead ? default : demand),
            ReadConsistency.BoundedStalenessRead when proof is null => new ReadPlan(false, RouteReason.NoProof),
            _ => new ReadPlan(true, demand.Shown is null ? RouteReason.Replica : RouteReason.ReplicaCaughtUp, demand),
        };
    }
}
