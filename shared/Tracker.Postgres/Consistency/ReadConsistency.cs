namespace EFCore.ReadWriteSplitting.Consistency;

/// <summary>How fresh a read must be.</summary>
public abstract record ReadConsistency
{
    private ReadConsistency()
    {
    }

    /// <summary>Any replica, however far behind; those that are close to the primary come first.</summary>
    public static ReadConsistency Eventual { get; } = new EventualRead();

    /// <summary>The primary.</summary>
    public static ReadConsistency Primary { get; } = new PrimaryRead();

    /// <summary>Whether a replica may serve it stale rather than that it fails, where the primary takes no more such reads.</summary>
    internal bool AllowsStale { get; private init; }

    /// <summary>A server that shows everything up to <paramref name="token"/>: read your own write.</summary>
    public static ReadConsistency AtLeast(WriteToken token) => new AtLeastRead(token);

    /// <summary>A server that shows everything that was committed <paramref name="limit"/> ago.</summary>
    /// <param name="limit">Greater than zero.</param>
    public static ReadConsistency BoundedStaleness(TimeSpan limit) => limit > TimeSpan.Zero
        ? new BoundedStalenessRead(limit)
        : throw new ArgumentOutOfRangeException(nameof(limit), limit, "A staleness bound must be greater than zero; ask for Primary instead.");

    /// <summary>
    /// The same, but rather stale than not at all: where no replica is fresh enough and the primary takes no more reads in their
    /// place, a replica serves; <c>Route.Reason</c> is then <c>Stale</c> and <c>Route.Lag</c> says by how much.
    /// </summary>
    public ReadConsistency OrStale() => this with { AllowsStale = true };

    internal sealed record EventualRead : ReadConsistency;

    internal sealed record PrimaryRead : ReadConsistency;

    internal sealed record AtLeastRead(WriteToken Token) : ReadConsistency;

    internal sealed record BoundedStalenessRead(TimeSpan Limit) : ReadConsistency;

    /// <summary>A session's read: on a server that proves what it relies on; on the primary after the commits in flight there have ended.</summary>
    internal sealed record SessionRead(TokenRequirement Requirement, bool WaitsForInFlightCommits) : ReadConsistency;
}
