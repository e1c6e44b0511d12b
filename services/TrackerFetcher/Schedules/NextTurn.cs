using Quartz;
using Tracker.Data.Ingest;
using TrackerFetcher.Sources;

namespace TrackerFetcher.Schedules;

/// <summary>When a source is read next.</summary>
internal static class NextTurn
{
    private const double DefaultJitter = 0.1;
    private static readonly TimeSpan LongestDefaultJitter = TimeSpan.FromSeconds(30);

    /// <summary>How long until the next turn; null = there is none.</summary>
    /// <param name="schedule">The source's schedule.</param>
    /// <param name="now">When the source was read to its end, or failed.</param>
    /// <param name="chance">0 to 1: the share of the jitter that is added.</param>
    /// <exception cref="SourceException">The cron expression is invalid.</exception>
    public static TimeSpan? In(SourceSchedule schedule, DateTimeOffset now, double chance)
    {
        if ((schedule.Every ?? Next(schedule.Cron, now)) is not { } wait)
        {
            return null;
        }

        TimeSpan share = wait * DefaultJitter;
        TimeSpan jitter = schedule.Jitter ?? (share < LongestDefaultJitter ? share : LongestDefaultJitter);
        return wait + (jitter * chance);
    }

    /// <summary>Checks a schedule before a source gets it.</summary>
    /// <exception cref="SourceException">The cron expression is invalid, or has no time in the future.</exception>
    public static void Check(SourceSchedule schedule, DateTimeOffset now) => _ = Next(schedule.Cron, now);

    private static TimeSpan? Next(string? cron, DateTimeOffset now)
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
            throw new SourceException(
                $"The source's calendar '{cron}' can't be understood: {e.Message} Give Quartz's notation, such as '0 0/5 * * * ?' for every five minutes.",
                e);
        }
    }
}
