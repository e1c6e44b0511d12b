namespace Tracker.Data.Consistency;

/// <summary>How fresh a read must be.</summary>
public abstract record ReadConsistency
{
    private ReadConsistency()
    {
    }

    /// <summary>Any replica, however far behind.</summary>
    public static ReadConsistency Eventual { get; } = new EventualRead();

    /// <summary>The primary.</summary>
    public static ReadConsistency Primary { get; } = new PrimaryRead();

    /// <summary>A server that shows everything up to <paramref name="token"/>: read your own write.</summary>
    public static ReadConsistency AtLeast(WriteToken token) => new AtLeastRead(token);

    /// <summary>A server that shows everything that was committed <paramref name="limit"/> ago.</summary>
    /// <param name="limit">Greater than zero.</param>
    public static ReadConsistency BoundedStaleness(TimeSpan limit) => limit > TimeSpan.Zero
        ? new BoundedStalenessRead(limit)
        : throw new ArgumentOutOfRangeException(nameof(limit), limit, "A staleness bound must be greater than zero; ask for Primary instead.");

    internal sealed record EventualRead : ReadConsistency;

    internal sealed record PrimaryRead : ReadConsistency;

    internal sealed record AtLeastRead(WriteToken Token) : ReadConsistency;

    internal sealed record BoundedStalenessRead(TimeSpan Limit) : ReadConsistency;
}
