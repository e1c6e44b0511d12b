namespace Tracker.Data.Model;

/// <summary>
/// An entry of the geofence log: a tracker entered, left, dwelt in or crossed a fence, or an earlier entry no longer holds.
/// </summary>
public sealed class GeofenceEvent
{
    /// <summary>The shard of the tracker.</summary>
    public short Shard { get; init; }

    /// <summary>Sequence in the shard's log, from 1, without gaps.</summary>
    public long Sequence { get; init; }

    /// <summary>The tracker.</summary>
    public long TrackerId { get; init; }

    /// <summary>The fence.</summary>
    public long FenceId { get; init; }

    /// <summary>The version of the fence that it was judged by.</summary>
    public int FenceVersion { get; init; }

    /// <summary><c>enter</c>, <c>exit</c>, <c>dwell</c> or <c>cross</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Event time, UTC.</summary>
    public DateTime OccurredAt { get; init; }

    /// <summary>Fingerprint of the report that caused it; null where a fence's beginning or end did.</summary>
    public long? ReportFingerprint { get; init; }

    /// <summary>An enter without a border crossing: the tracker's first report, or a fence that started around it.</summary>
    public bool Initial { get; init; }

    /// <summary>When the visit began, UTC; of a crossing its own time.</summary>
    public DateTime EnteredAt { get; init; }

    /// <summary>Why, where no report caused it; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>The entry that this one supersedes; null where this one states an event.</summary>
    public long? Supersedes { get; init; }

    /// <summary>The entry that superseded this one; null if it is effective.</summary>
    public long? SupersededBy { get; init; }
}
