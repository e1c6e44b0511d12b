namespace Tracker.Data.Model;

/// <summary>
/// How far a consumer has processed a shard. A batch commits only if the <see cref="Stamp"/> is still the one that it read.
/// </summary>
public sealed record ConsumerCursor
{
    /// <summary>The consumer's name, such as <c>location-aggregator</c>.</summary>
    public required string Consumer { get; init; }

    /// <summary>The shard.</summary>
    public short Shard { get; init; }

    /// <summary>All reports at or below it are processed.</summary>
    public long Position { get; init; }

    /// <summary>UTC; no processed report of the shard is of a later event time. The start of time where none is processed.</summary>
    public DateTime LatestRecordedAt { get; init; }

    /// <summary>Random; changes with every change of the consumer's state or effects in this shard.</summary>
    public Guid Stamp { get; init; }

    /// <summary>Sequence of the shard's last entry in the consumer's first output log.</summary>
    public long OutputSequence { get; init; }
}
