namespace Tracker.Data.Model;

/// <summary>A kind of tracker, and what is normal for it.</summary>
public sealed class TrackerModel
{
    /// <summary>Key, given by the database.</summary>
    public int Id { get; init; }

    /// <summary>Its maker.</summary>
    public int BrandId { get; set; }

    /// <summary>Name, unique within the brand.</summary>
    public required string Name { get; set; }

    /// <summary>Not seen for longer than this: inactive. Null: the service's default.</summary>
    public TimeSpan? InactiveAfter { get; set; }
}
