namespace Tracker.Data.Model;

/// <summary>An entry of the log of erasures: a tracker's data were erased on request. It does not say whose.</summary>
public sealed class Erasure
{
    /// <summary>Key, given by the database.</summary>
    public long Id { get; init; }

    /// <summary>SHA-256 of the tracker's key in UTF-8, 32 bytes.</summary>
    public required byte[] KeyHash { get; init; }

    /// <summary>
    /// The tracker's id while the erasure is under way; null once it is finished, and where only the quarantine knew the key.
    /// </summary>
    public long? TrackerId { get; init; }

    /// <summary>The tracker's shard; null where only the quarantine knew the key.</summary>
    public short? Shard { get; init; }

    /// <summary>UTC; reports of that key with earlier event times are refused. Later than every report that was stored.</summary>
    public DateTime ErasedBefore { get; init; }

    /// <summary>UTC.</summary>
    public DateTime RequestedAt { get; init; }

    /// <summary>Who asked.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>UTC; null while it is under way.</summary>
    public DateTime? FinishedAt { get; init; }

    /// <summary>How many rows were deleted or blanked so far, by table: a JSON object.</summary>
    public required string Rows { get; init; }
}
