namespace Tracker.Geo.Time;

/// <summary>Moments as PostgreSQL keeps them (<c>timestamptz</c>): UTC, in whole microseconds.</summary>
public static class StoredTime
{
    /// <summary>A moment as it will be stored: cut, not rounded.</summary>
    /// <param name="utc">UTC.</param>
    public static DateTime WholeMicroseconds(DateTime utc) =>
        new(utc.Ticks - (utc.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);

    /// <summary>A moment as it was read: Npgsql gives -infinity and infinity (the least and the greatest <see cref="DateTime"/>) without a kind.</summary>
    /// <param name="read">What Npgsql gave.</param>
    public static DateTime Utc(DateTime read) => DateTime.SpecifyKind(read, DateTimeKind.Utc);
}
