using Tracker.Data.Ingest;

namespace Tracker.Data.Retention;

/// <summary>Which reports go, and which are refused from then on.</summary>
public static class RetentionPlan
{
    /// <summary>
    /// How far the horizon lies behind what is dropped. A late report can then only fall into a day, of whatever time zone, whose
    /// reports are all there.
    /// </summary>
    public static readonly TimeSpan Margin = TimeSpan.FromDays(2);

    /// <summary>The shortest time that reports can be kept: the month that is under way, and the margin.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromDays(31);

    /// <summary>The longest time that can be asked for: a hundred years.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    /// <summary>The first moment, UTC, of the oldest month that stays: whole months go, so reports are kept for <paramref name="keep"/> and up to a month longer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than <see cref="Shortest"/> or more than <see cref="Longest"/>.</exception>
    public static DateTime DropBefore(DateTime now, TimeSpan keep)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, Shortest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keep, Longest);
        return MonthPartitions.MonthOf(now - keep);
    }

    /// <summary>Reports before it are refused once the reports before <paramref name="dropBefore"/> are to go.</summary>
    public static DateTime Horizon(DateTime dropBefore) => dropBefore + Margin;
}
