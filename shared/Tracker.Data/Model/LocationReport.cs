namespace Tracker.Data.Model;

/// <summary>
/// A report, stored once. Partitioned by month of <see cref="RecordedAt"/>; unique by tracker, event time and
/// fingerprint; numbered without gaps within its shard.
/// </summary>
public sealed class LocationReport
{
    /// <summary>The tracker.</summary>
    public long TrackerId { get; init; }

    /// <summary>Event time, UTC.</summary>
    public DateTime RecordedAt { get; init; }

    /// <summary>Hash of what was reported (<see cref="Tracker.Geo.Reports.NewReport.Fingerprint"/>).</summary>
    public long Fingerprint { get; init; }

    /// <summary>Arrival time, UTC; not used for ordering.</summary>
    public DateTime ReceivedAt { get; init; }

    /// <summary>The tracker's shard.</summary>
    public short Shard { get; init; }

    /// <summary>Position in the shard, from 1, in the order of commits.</summary>
    public long Position { get; init; }

    /// <summary>Degrees, WGS 84.</summary>
    public double Latitude { get; init; }

    /// <summary>Degrees, WGS 84.</summary>
    public double Longitude { get; init; }

    /// <summary>One standard deviation, metres; null where unknown.</summary>
    public float? AccuracyMetres { get; init; }

    /// <summary>Metres.</summary>
    public float? AltitudeMetres { get; init; }

    /// <summary>Metres per second.</summary>
    public float? SpeedMetresPerSecond { get; init; }

    /// <summary>Degrees clockwise from north.</summary>
    public float? HeadingDegrees { get; init; }

    /// <summary>Percent.</summary>
    public float? BatteryPercent { get; init; }

    /// <summary>The source.</summary>
    public int SourceId { get; init; }
}
