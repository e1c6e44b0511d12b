namespace Tracker.Data.Model;

/// <summary>A kind of tracker.</summary>
public sealed class TrackerModel
{
    /// <summary>Key, given by the database.</summary>
    public int Id { get; init; }

    /// <summary>Its maker.</summary>
    public int BrandId { get; set; }

    /// <summary>Name, unique within the brand.</summary>
    public required string Name { get; set; }

    /// <summary>How long one of this model may be silent before it counts as inactive; null: as the service is configured.</summary>
    public TimeSpan? InactiveAfter { get; set; }

    /// <summary>Percent at and below which the battery of one is low; null: as the service is configured.</summary>
    public float? BatteryLowPct { get; set; }
}
