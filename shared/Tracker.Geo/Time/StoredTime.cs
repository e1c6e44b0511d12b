namespace Tracker.Geo.Time;

/// <summary>Moments as PostgreSQL stores them (<c>timestamptz</c>): UTC, in whole microseconds.</summary>
public static class StoredTime
{
    /// <summary>Truncates a moment to the microseconds that will be stored.</summary>
    /// <param name="utc">The moment, UTC.</param>
    public static DateTime WholeMicroseconds(DateTime utc) =>
        new(utc.Ticks - (utc.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);

    /// <summary>
    /// Marks a moment that was read as UTC. Npgsql returns -infinity and infinity (<see cref="DateTime.MinValue"/> and <see
    /// cref="DateTime.MaxValue"/>) with an unspecified kind.
    /// </summary>
    /// <param name="read">The value that Npgsql returned.</param>
    public static DateTime Utc(DateTime read) => DateTime.SpecifyKind(read, DateTimeKind.Utc);
}
