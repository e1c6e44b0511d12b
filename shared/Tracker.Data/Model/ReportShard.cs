namespace Tracker.Data.Model;

/// <summary>A shard of the report log. Its row's lock orders the writers of its trackers.</summary>
public sealed class ReportShard
{
    /// <summary>How many shards there are; fixed for the database.</summary>
    public const int Count = 64;

    /// <summary>0 to <see cref="Count"/> - 1.</summary>
    public short Shard { get; init; }

    /// <summary>The last position; equals the number of reports ever stored in the shard.</summary>
    public long Head { get; init; }

    /// <summary>UTC; reports of an earlier event time are refused. The start of time if retention never ran.</summary>
    public DateTime Horizon { get; init; }

    /// <summary>How many of its trackers were erased; a change makes earlier look-ups of its trackers out of date.</summary>
    public long Erasures { get; init; }
}
