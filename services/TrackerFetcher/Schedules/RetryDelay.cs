namespace TrackerFetcher.Schedules;

/// <summary>When a source is tried again after a transient failure.</summary>
internal static class RetryDelay
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Grows with each failure in a row, and is at least what the server asks for.</summary>
    /// <param name="failures">Attempts that failed in a row before this one.</param>
    /// <param name="requested">The delay that the server asks for; null = none.</param>
    /// <param name="chance">0 to 1: spreads the retries of many sources.</param>
    public static TimeSpan After(int failures, TimeSpan? requested, double chance)
    {
        TimeSpan wait = First * Math.Pow(2, Math.Min(failures, 10)) * (0.8 + (0.4 * chance));
        TimeSpan own = wait < Longest ? wait : Longest;
        return requested > own ? requested.Value : own;
    }
}
