namespace Tracker.Data.Model;

/// <summary>A tracker that may report. Table <c>trackers</c>.</summary>
public sealed class RegisteredTracker
{
    /// <summary>Key, given by the database.</summary>
    public long Id { get; init; }

    /// <summary>Its name at its sources; unique.</summary>
    public required string Key { get; set; }

    /// <summary>
    /// The shard of its reports, 0 to <see cref="ReportShard.Count"/> - 1; fixed at registration (stored, <c>id % 64</c>).
    /// </summary>
    public short Shard { get; init; }

    /// <summary>A name for people; null where it has none but its key.</summary>
    public string? Name { get; set; }

    /// <summary>Its model; null where unknown.</summary>
    public int? ModelId { get; set; }

    /// <summary>UTC.</summary>
    public DateTime RegisteredAt { get; init; }
}
