namespace Tracker.Data.Model;

/// <summary>How far a consumer is in a shard. A batch commits only where the <see cref="Stamp"/> is still the one that it read.</summary>
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

    /// <summary>Random; new with every change of the consumer's state or effects in this shard.</summary>
    public Guid Stamp { get; init; }

    /// <summary>Sequence of the shard's last entry in the consumer's output log.</summary>
    public long OutputSequence { get; init; }

    /// <summary>A <see cref="FenceRevision"/> that asks for the whole shard to be judged anew, whatever has changed.</summary>
    public const long JudgeAll = -1;

    /// <summary>The fence revision that every tracker of the shard has been judged by.</summary>
    public long FenceRevision { get; init; }

    /// <summary>UTC; beginnings and ends of fence versions up to this moment have been judged.</summary>
    public DateTime JudgedUntil { get; init; }

    /// <summary>The fence revision of a judging anew that is under way.</summary>
    public long RejudgeRevision { get; init; }

    /// <summary>UTC; up to when the judging anew that is under way judges beginnings and ends.</summary>
    public DateTime RejudgeUntil { get; init; }

    /// <summary>Trackers up to this id have been judged anew.</summary>
    public long RejudgedTrackerId { get; init; }
}
