namespace Tracker.Data.Model;

/// <summary>What is known of a tracker now. Table <c>tracker_status</c>; no row: never seen.</summary>
public sealed class CurrentStatus
{
    /// <summary>The tracker.</summary>
    public long TrackerId { get; init; }

    /// <summary>Its shard.</summary>
    public short Shard { get; init; }

    /// <summary><c>active</c> or <c>inactive</c>.</summary>
    public required string State { get; init; }

    /// <summary>Since when, event time, UTC.</summary>
    public DateTime Since { get; init; }

    /// <summary>Greatest event time, UTC.</summary>
    public DateTime LastSeenAt { get; init; }

    /// <summary>Where it was then, degrees.</summary>
    public double Latitude { get; init; }

    /// <summary>Where it was then, degrees.</summary>
    public double Longitude { get; init; }
}
