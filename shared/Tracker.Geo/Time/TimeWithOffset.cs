using System.Globalization;

namespace Tracker.Geo.Time;

/// <summary>A moment in text, such as <c>2026-01-31T08:00:00Z</c>: without its offset from UTC it would depend on the machine that reads it.</summary>
public static class TimeWithOffset
{
    /// <summary>Reads one.</summary>
    /// <param name="text">ISO 8601 with <c>Z</c> or an offset.</param>
    /// <param name="moment">UTC, in the whole microseconds that PostgreSQL keeps.</param>
    /// <returns>False where it is no time, or has no offset.</returns>
    public static bool TryParse(string text, out DateTime moment)
    {
        bool isMoment = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out DateTimeOffset parsed) && HasOffset(text);
        moment = isMoment ? StoredTime.WholeMicroseconds(parsed.UtcDateTime) : default;
        return isMoment;
    }

    private static bool HasOffset(string text)
    {
        string time = text.Trim();
        return time.EndsWith('Z') || (time.Contains('T') && time.LastIndexOfAny(['+', '-']) > time.IndexOf('T'));
    }
}
