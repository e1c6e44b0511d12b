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

    /// <summary>Of the report that says where: of several at that moment the finest.</summary>
    public long LastFingerprint { get; init; }

    /// <summary>Its accuracy in metres; null where unknown.</summary>
    public float? AccuracyM { get; init; }

    /// <summary>Percent; the last that was reported, null where none was.</summary>
    public float? BatteryPct { get; init; }

    /// <summary>Event time of the report that said so, UTC.</summary>
    public DateTime? BatteryAt { get; init; }

    /// <summary>Its fingerprint.</summary>
    public long? BatteryFingerprint { get; init; }

    /// <summary>Whether the battery is at the threshold or below.</summary>
    public bool BatteryLow { get; init; }

    /// <summary>The delivery location that it is in, not yet long enough to be delivered; null where it is in none.</summary>
    public long? VisitLocationId { get; init; }

    /// <summary>Event time of the visit's first report, UTC.</summary>
    public DateTime? VisitSince { get; init; }

    /// <summary>Its fingerprint.</summary>
    public long? VisitFingerprint { get; init; }

    /// <summary>When it was delivered, event time, UTC; null where it was not.</summary>
    public DateTime? DeliveredAt { get; init; }

    /// <summary>Where it was delivered to.</summary>
    public long? DeliveryLocationId { get; init; }

    /// <summary>Event time of the report that shows it, UTC.</summary>
    public DateTime? DeliveryRecordedAt { get; init; }

    /// <summary>Its fingerprint.</summary>
    public long? DeliveryFingerprint { get; init; }
}
