using Tracker.Data.Consistency;

namespace Tracker.Data.Routing;

/// <summary>Where a read goes first, and what it must be shown there.</summary>
/// <param name="OnReplica">A replica; else the primary.</param>
/// <param name="Reason">Why, if it stays there.</param>
/// <param name="Token">What must be shown; null: nothing is asked.</param>
/// <param name="NeedsTimeline">The server must know its timeline: its position is taken for a session.</param>
internal readonly record struct ReadPlan(bool OnReplica, RouteReason Reason, WriteToken? Token, bool NeedsTimeline = false)
{
    /// <summary>Whether the server's timeline decides anything.</summary>
    public bool AsksTimeline => Token is not null || NeedsTimeline;

    /// <summary>The rule: pure.</summary>
    /// <param name="consistency">What the caller asked for.</param>
    /// <param name="split">Whether reads go to replicas at all.</param>
    /// <param name="proof">The position that proves a staleness bound; null: no sample is old and young enough.</param>
    public static ReadPlan Of(ReadConsistency consistency, bool split, WriteToken? proof)
    {
        WriteToken? token = consistency switch
        {
            ReadConsistency.AtLeastRead asked => asked.Token,
            ReadConsistency.SessionRead asked => asked.Token,
            ReadConsistency.BoundedStalenessRead => proof,
            _ => null,
        };
        bool isSession = consistency is ReadConsistency.SessionRead;
        return consistency switch
        {
            ReadConsistency.PrimaryRead => new ReadPlan(false, RouteReason.PrimaryRequested, null),
            _ when !split => new ReadPlan(false, RouteReason.ReadSplitOff, consistency is ReadConsistency.BoundedStalenessRead ? null : token, isSession),
            ReadConsistency.BoundedStalenessRead when proof is null => new ReadPlan(false, RouteReason.NoProof, null),
            _ => new ReadPlan(true, token is null ? RouteReason.Replica : RouteReason.ReplicaCaughtUp, token, isSession),
        };
    }

    /// <summary>Whether what a server said will do.</summary>
    public TokenStanding Judge(RouteDecision server, TimelineHistory? history)
    {
        if (Token is { } token)
        {
            return TokenProof.Judge(server, token, history);
        }

        return NeedsTimeline && server.Timeline is null ? TokenStanding.NotYet : TokenStanding.Shown;
    }
}
