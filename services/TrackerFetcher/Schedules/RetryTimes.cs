namespace TrackerFetcher.Schedules;

/// <summary>When a source that failed, and may well succeed, is tried again.</summary>
internal static class RetryTimes
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>The longer the more often it failed in a row, or as long as the server asks where it asks for more.</summary>
    /// <param name="failures">Attempts that failed in a row before this one.</param>
    /// <param name="asked">How long the server asks to be left alone; null = it does not say.</param>
    /// <param name="chance">0 to 1: spreads the tries of many sources.</param>
    public static TimeSpan After(int failures, TimeSpan? asked, double chance)
    {
        TimeSpan wait = First * Math.Pow(2, Math.Min(failures, 10)) * (0.8 + (0.4 * chance));
        TimeSpan own = wait < Longest ? wait : Longest;
        return asked > own ? asked.Value : own;
    }
}
