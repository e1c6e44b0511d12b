namespace Tracker.Data.Model;

/// <summary>A maker of trackers.</summary>
public sealed class Brand
{
    /// <summary>Key, given by the database.</summary>
    public int Id { get; init; }

    /// <summary>Unique name.</summary>
    public required string Name { get; set; }
}
