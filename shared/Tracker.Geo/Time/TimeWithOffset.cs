using System.Globalization;

namespace Tracker.Geo.Time;

/// <summary>
/// A moment as text, such as <c>2026-01-31T08:00:00Z</c>. The offset from UTC is required: without it, the meaning would
/// depend on the time zone of the machine.
/// </summary>
public static class TimeWithOffset
{
    /// <summary>Parses a moment.</summary>
    /// <param name="text">ISO 8601 with <c>Z</c> or an offset.</param>
    /// <param name="moment">The moment, UTC, in whole microseconds.</param>
    /// <returns>False if the text is not a time or has no offset.</returns>
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
