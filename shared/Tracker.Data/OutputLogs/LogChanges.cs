namespace Tracker.Data.OutputLogs;

/// <summary>The changes of one output log in a transaction.</summary>
/// <param name="Superseded">The sequences of the entries that no longer hold.</param>
/// <param name="Added">New entries, in the order in which they are numbered.</param>
/// <typeparam name="TEntry">A new entry, without its tracker.</typeparam>
public sealed record LogChanges<TEntry>(IReadOnlyList<long> Superseded, IReadOnlyList<(long TrackerId, TEntry Entry)> Added)
{
    /// <summary>The number of entries that the changes add to the log: one per new entry, and one per entry that no longer holds.</summary>
    public int Count => Superseded.Count + Added.Count;
}

/// <summary>Collects the changes of many trackers.</summary>
public static class LogChanges
{
    /// <summary>The changes of a log, tracker by tracker.</summary>
    /// <param name="trackers">What changes, per tracker.</param>
    /// <param name="trackerId">The tracker.</param>
    /// <param name="superseded">The sequences of its entries that no longer hold.</param>
    /// <param name="added">Its new entries.</param>
    public static LogChanges<TEntry> Of<TTracker, TEntry>(
        IReadOnlyCollection<TTracker> trackers,
        Func<TTracker, long> trackerId,
        Func<TTracker, IEnumerable<long>> superseded,
        Func<TTracker, IEnumerable<TEntry>> added) => new(
            [.. trackers.SelectMany(superseded)],
            [.. trackers.SelectMany(tracker => added(tracker).Select(entry => (trackerId(tracker), entry)))]);
}
