namespace Tracker.Data.Model;

/// <summary>An entry of the status log: a tracker changed its state, or an earlier entry no longer holds.</summary>
public sealed class StatusEntry
{
    /// <summary>The shard of the tracker.</summary>
    public short Shard { get; init; }

    /// <summary>Sequence in the shard's log, from 1, without gaps.</summary>
    public long Sequence { get; init; }

    /// <summary>The tracker.</summary>
    public long TrackerId { get; init; }

    /// <summary><c>active</c>, <c>inactive</c> or <c>delivered</c>.</summary>
    public required string State { get; init; }

    /// <summary>Event time of the change, UTC.</summary>
    public DateTime OccurredAt { get; init; }

    /// <summary>Where it was delivered to; null for the other states.</summary>
    public long? DeliveryLocationId { get; init; }

    /// <summary>The entry that this one supersedes; null where this one states a change.</summary>
    public long? Supersedes { get; init; }

    /// <summary>The entry that superseded this one; null if it is effective.</summary>
    public long? SupersededBy { get; init; }
}
