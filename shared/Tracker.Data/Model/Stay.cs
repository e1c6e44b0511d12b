namespace Tracker.Data.Model;

/// <summary>An entry of the aggregator's log: a tracker stayed in one place, or an earlier entry no longer holds.</summary>
public sealed class Stay
{
    /// <summary>The shard of the tracker.</summary>
    public short Shard { get; init; }

    /// <summary>Sequence in the shard's log, from 1, without gaps.</summary>
    public long Sequence { get; init; }

    /// <summary>The tracker.</summary>
    public long TrackerId { get; init; }

    /// <summary>Event time of the first report, UTC.</summary>
    public DateTime StartedAt { get; init; }

    /// <summary>Fingerprint of the first report.</summary>
    public long StartedFingerprint { get; init; }

    /// <summary>Event time of the first report outside, UTC.</summary>
    public DateTime FinishedAt { get; init; }

    /// <summary>Fingerprint of the first report outside. The stay is computed from all reports from the first one up to it.</summary>
    public long FinishedFingerprint { get; init; }

    /// <summary>Degrees; the mean of the distinct coordinates.</summary>
    public double Latitude { get; init; }

    /// <summary>Degrees; the circular mean of the distinct coordinates.</summary>
    public double Longitude { get; init; }

    /// <summary>The number of reports.</summary>
    public int Points { get; init; }

    /// <summary>The entry that this one supersedes; null where this one states a stay.</summary>
    public long? Supersedes { get; init; }

    /// <summary>The entry that superseded this one; null if it is effective.</summary>
    public long? SupersededBy { get; init; }
}
