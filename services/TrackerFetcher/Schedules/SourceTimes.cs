using Quartz;
using Tracker.Data.Ingest;
using TrackerFetcher.Sources;

namespace TrackerFetcher.Schedules;

/// <summary>When a source is read next.</summary>
internal static class SourceTimes
{
    private const double UsualJitter = 0.1;
    private static readonly TimeSpan LongestUsualJitter = TimeSpan.FromSeconds(30);

    /// <summary>How long until its next turn; null = it has none.</summary>
    /// <param name="schedule">The source's.</param>
    /// <param name="now">The moment that it was read to its end, or failed.</param>
    /// <param name="chance">0 to 1: by how much of the jitter the turn is put off.</param>
    /// <exception cref="SourceException">The calendar can't be understood.</exception>
    public static TimeSpan? NextIn(SourceSchedule schedule, DateTimeOffset now, double chance)
    {
        if ((schedule.Every ?? NextOf(schedule.Cron, now)) is not { } wait)
        {
            return null;
        }

        TimeSpan usual = wait * UsualJitter;
        TimeSpan jitter = schedule.Jitter ?? (usual < LongestUsualJitter ? usual : LongestUsualJitter);
        return wait + (jitter * chance);
    }

    /// <summary>Says what is wrong with a schedule, before a source has it.</summary>
    /// <exception cref="SourceException">The calendar can't be understood, or never comes.</exception>
    public static void Check(SourceSchedule schedule, DateTimeOffset now) => _ = NextOf(schedule.Cron, now);

    private static TimeSpan? NextOf(string? cron, DateTimeOffset now)
    {
        if (cron is null)
        {
            return null;
        }

        try
        {
            return new CronExpression(cron, TimeZoneInfo.Utc).GetNextValidTimeAfter(now) - now
                ?? throw new SourceException($"The source's calendar '{cron}' has no time after {now:u}. Give another, or an interval.");
        }
        catch (FormatException e)
        {
            throw new SourceException($"The source's calendar '{cron}' can't be understood: {e.Message} Give Quartz's notation, such as '0 0/5 * * * ?' for every five minutes.", e);
        }
    }
}
