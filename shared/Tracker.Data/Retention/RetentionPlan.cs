using Tracker.Data.Ingest;

namespace Tracker.Data.Retention;

/// <summary>Which reports are dropped, and which are refused from then on.</summary>
public static class RetentionPlan
{
    /// <summary>
    /// How far the horizon lies after the end of the dropped months. A late report can then only belong to a day, in any time zone,
    /// whose reports all exist.
    /// </summary>
    public static readonly TimeSpan Margin = TimeSpan.FromDays(2);

    /// <summary>The shortest time to keep reports: the current month and the margin.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromDays(31);

    /// <summary>The longest time to keep reports: a hundred years.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    /// <summary>
    /// The first moment, UTC, of the oldest month that stays. Whole months are dropped, so reports are kept for <paramref name="keep"/>
    /// and up to a month longer.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than <see cref="Shortest"/> or more than <see cref="Longest"/>.</exception>
    public static DateTime DropBefore(DateTime now, TimeSpan keep)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, Shortest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keep, Longest);
        return MonthPartitions.MonthOf(now - keep);
    }

    /// <summary>Reports before it are refused once the reports before <paramref name="dropBefore"/> are to be dropped.</summary>
    public static DateTime Horizon(DateTime dropBefore) => dropBefore + Margin;
}
