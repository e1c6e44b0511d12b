namespace Tracker.Data.Model;

/// <summary>A fence's shape over a span of event time: reports are judged by the version valid at their event time.</summary>
public sealed class GeofenceVersion
{
    /// <summary>The fence.</summary>
    public long FenceId { get; init; }

    /// <summary>From 1.</summary>
    public int Version { get; init; }

    /// <summary>UTC, inclusive; <see cref="DateTime.MinValue"/>: always.</summary>
    public DateTime ValidFrom { get; init; }

    /// <summary>UTC, exclusive; <see cref="DateTime.MaxValue"/>: until further notice.</summary>
    public DateTime ValidTo { get; init; }

    /// <summary>GeoJSON geometry (RFC 7946).</summary>
    public required string Shape { get; init; }

    /// <summary>Of a circle, metres; null for other shapes.</summary>
    public double? RadiusMetres { get; init; }

    /// <summary>Hysteresis, metres.</summary>
    public double MarginMetres { get; init; }

    /// <summary>The revision of the row's last change; ascending over all fences.</summary>
    public long Revision { get; init; }

    /// <summary>UTC; the earliest event time whose judgement that change can alter.</summary>
    public DateTime AffectsFrom { get; init; }

    /// <summary>How long a visit has to last for a dwell event; null for none.</summary>
    public TimeSpan? Dwell { get; init; }

    /// <summary>Whether passing through between two reports is a cross event.</summary>
    public bool Crossings { get; init; }

    /// <summary>Metres; coarser reports change nothing. Null for the service's own cap.</summary>
    public double? AccuracyCapMetres { get; init; }

    /// <summary>The hours of a week in which it counts; null: always.</summary>
    public string? ActiveHours { get; init; }

    /// <summary>The time zone of the hours, by its IANA name.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Whether trackers are delivered to it.</summary>
    public bool Delivery { get; init; }

    /// <summary>The trackers that it is for, by id; null: all.</summary>
    public long[]? Trackers { get; init; }
}
