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

    /// <summary>The revision that this row was last changed in; ascending over all fences.</summary>
    public long Revision { get; init; }

    /// <summary>UTC; the earliest event time whose judgement that change can alter.</summary>
    public DateTime AffectsFrom { get; init; }
}
