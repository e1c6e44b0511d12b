namespace Tracker.Data.Model;

/// <summary>A place where trackers are delivered to.</summary>
public sealed class DeliveryLocation
{
    /// <summary>Key, given by the database.</summary>
    public long Id { get; init; }

    /// <summary>Unique name.</summary>
    public required string Name { get; set; }

    /// <summary>Degrees, WGS 84.</summary>
    public double Latitude { get; set; }

    /// <summary>Degrees, WGS 84.</summary>
    public double Longitude { get; set; }

    /// <summary>Metres; a tracker this near has arrived.</summary>
    public double RadiusMetres { get; set; }
}
