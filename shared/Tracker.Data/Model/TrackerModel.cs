namespace Tracker.Data.Model;

/// <summary>A model of trackers.</summary>
public sealed class TrackerModel
{
    /// <summary>Key, given by the database.</summary>
    public int Id { get; init; }

    /// <summary>Its maker.</summary>
    public int BrandId { get; set; }

    /// <summary>Name, unique within the brand.</summary>
    public required string Name { get; set; }

    /// <summary>How long a tracker may be silent before it is inactive; null for the service's setting.</summary>
    public TimeSpan? InactiveAfter { get; set; }

    /// <summary>Percent at or below which a battery is low; null for the service's setting.</summary>
    public float? BatteryLowPct { get; set; }
}
