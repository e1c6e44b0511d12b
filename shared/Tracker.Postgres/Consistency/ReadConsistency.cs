namespace EFCore.ReadWriteSplitting.Consistency;

/// <summary>How fresh a read must be.</summary>
public abstract record ReadConsistency
{
    private ReadConsistency()
    {
    }

    /// <summary>Reads from any replica, whatever its lag. Replicas close to the primary are preferred.</summary>
    public static ReadConsistency Eventual { get; } = new EventualRead();

    /// <summary>Reads from the primary.</summary>
    public static ReadConsistency Primary { get; } = new PrimaryRead();

    /// <summary>Whether a stale replica may serve the read if the fallback limit is reached.</summary>
    internal bool AllowsStale { get; private init; }

    /// <summary>Reads from a server that has replayed <paramref name="token"/>, and so shows the write that returned it.</summary>
    public static ReadConsistency AtLeast(WriteToken token) => new AtLeastRead(token);

    /// <summary>Reads from a server that shows everything that was committed <paramref name="limit"/> ago or earlier.</summary>
    /// <param name="limit">Greater than zero.</param>
    public static ReadConsistency BoundedStaleness(TimeSpan limit) => limit > TimeSpan.Zero
        ? new BoundedStalenessRead(limit)
        : throw new ArgumentOutOfRangeException(nameof(limit), limit, "A staleness bound must be greater than zero; ask for Primary instead.");

    /// <summary>
    /// Allows a stale read: if no replica is fresh enough and the fallback limit is reached, a replica serves the read anyway.
    /// <c>Route.Reason</c> is then <c>Stale</c>, and <c>Route.Lag</c> is the replica's lag.
    /// </summary>
    public ReadConsistency OrStale() => this with { AllowsStale = true };

    internal sealed record EventualRead : ReadConsistency;

    internal sealed record PrimaryRead : ReadConsistency;

    internal sealed record AtLeastRead(WriteToken Token) : ReadConsistency;

    internal sealed record BoundedStalenessRead(TimeSpan Limit) : ReadConsistency;

    /// <summary>
    /// A read of a session. If <paramref name="WaitsForInFlightCommits"/>, a read on the primary first waits for the commits in flight
    /// there.
    /// </summary>
    internal sealed record SessionRead(TokenRequirement Requirement, bool WaitsForInFlightCommits) : ReadConsistency;
}
