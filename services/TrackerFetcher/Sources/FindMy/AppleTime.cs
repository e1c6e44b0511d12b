namespace TrackerFetcher.Sources.FindMy;

/// <summary>Times as Apple writes them: seconds since 2001.</summary>
internal static class AppleTime
{
    public static readonly DateTime Epoch = new(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The time in UTC; false if it is out of range.</summary>
    public static bool TryRead(double seconds, out DateTime utc)
    {
        bool known = seconds > (DateTime.MinValue - Epoch).TotalSeconds + 1 && seconds < (DateTime.MaxValue - Epoch).TotalSeconds - 1;
        utc = known ? Epoch.AddTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond)) : default;
        return known;
    }
}
