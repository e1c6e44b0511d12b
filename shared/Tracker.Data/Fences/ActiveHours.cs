using System.Globalization;
using Tracker.Geo.Fences;

namespace Tracker.Data.Fences;

/// <summary>
/// The hours of a week in which a fence counts, in the local time of a place: <c>Mo-Fr 08:00-18:00; Sa 09:00-12:00</c>.
/// Days are optional (every day) and may be a list; an end that is not after its start is on the next day. On days on
/// which clocks change, hours keep their local time.
/// </summary>
public sealed record ActiveHours
{
    private const int MinutesPerDay = 24 * 60;
    private static readonly string[] Days = ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"];

    private readonly Window[] _windows;
    private readonly TimeZoneInfo _zone;

    private ActiveHours(string text, TimeZoneInfo zone, Window[] windows)
    {
        Text = text;
        _zone = zone;
        _windows = windows;
    }

    /// <summary>The text as it was given.</summary>
    public string Text { get; }

    /// <summary>The name of the time zone in the IANA's database, such as <c>America/Chicago</c>.</summary>
    public string TimeZone => _zone.Id;

    /// <summary>Parses a text and a time zone.</summary>
    /// <exception cref="InvalidFenceException">The text is none of hours, or there is no such time zone.</exception>
    public static ActiveHours Parse(string text, string timeZone)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out TimeZoneInfo? zone))
        {
            throw new InvalidFenceException($"time_zone is '{InputExcerpt.Of(timeZone)}', which is no name of a time zone: give one of the IANA's, such as Europe/Vienna");
        }

        Window[] windows = [.. text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).SelectMany(rule => RuleOf(rule, text))];
        return windows.Length > 0 ? new ActiveHours(text, zone, windows) : throw Malformed(text, "there are no hours in it");
    }

    /// <summary>
    /// Whether the fence counts at a moment (UTC). It counts at the moment at which it opens, not at the moment at which it closes.
    /// </summary>
    public bool IsOpen(DateTime moment)
    {
        foreach ((DateTime opens, DateTime closes) in Around(moment, daysAhead: 1))
        {
            if (opens <= moment && moment < closes)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first later moment (UTC) at which hours start or end.</summary>
    public DateTime NextChange(DateTime moment)
    {
        DateTime next = FenceVersion.Always.To;
        foreach ((DateTime opens, DateTime closes) in Around(moment, daysAhead: 8))
        {
            next = opens > moment && opens < next ? opens : next;
            next = closes > moment && closes < next ? closes : next;
        }

        return next;
    }

    /// <summary>Whether both have the same text.</summary>
    public bool Equals(ActiveHours? other) => other is not null && Text == other.Text && TimeZone == other.TimeZone;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Text, TimeZone);

    // A window that started two days ago can still be open: it can last until the end of the next day, and zones differ from UTC by up to
    // a day.
    private IEnumerable<(DateTime Opens, DateTime Closes)> Around(DateTime moment, int daysAhead)
    {
        if (moment.Date <= DateTime.MinValue.AddDays(9) || moment.Date >= DateTime.MaxValue.AddDays(-9).Date)
        {
            yield break;
        }

        DateTime today = DateTime.SpecifyKind(moment.Add(_zone.GetUtcOffset(moment)).Date, DateTimeKind.Unspecified);
        for (int day = -2; day <= daysAhead; day++)
        {
            DateTime date = today.AddDays(day);
            foreach (Window window in _windows)
            {
                if (window.Day == date.DayOfWeek)
                {
                    yield return (Utc(date.AddMinutes(window.From)), Utc(date.AddMinutes(window.To)));
                }
            }
        }
    }

    // A skipped local time has the offset before the change, a repeated one the offset after it.
    private DateTime Utc(DateTime local) => DateTime.SpecifyKind(local - _zone.GetUtcOffset(local), DateTimeKind.Utc);

    private static IEnumerable<Window> RuleOf(string rule, string text)
    {
        string[] parts = rule.Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        DayOfWeek[] days = parts.Length == 2 ? [.. parts[0].Split(',').SelectMany(span => DaysOf(span, text))] : [.. Enum.GetValues<DayOfWeek>()];
        foreach (string span in parts[^1].Split(',', StringSplitOptions.TrimEntries))
        {
            string[] ends = span.Split('-');
            if (ends.Length != 2)
            {
                throw Malformed(text, $"'{InputExcerpt.Of(span)}' has no beginning and end");
            }

            (int from, int to) = (MinuteOf(ends[0], text), MinuteOf(ends[1], text));
            foreach (DayOfWeek day in days)
            {
                yield return new Window(day, from, to > from ? to : to + MinutesPerDay);
            }
        }
    }

    private static IEnumerable<DayOfWeek> DaysOf(string span, string text)
    {
        int[] ends = [.. span.Split('-').Select(name => Array.IndexOf(Days, name.Trim()))];
        if (ends.Length > 2 || Array.Exists(ends, day => day < 0))
        {
            throw Malformed(text, $"'{InputExcerpt.Of(span)}' is no day: {string.Join(", ", Days)}");
        }

        int count = ((ends[^1] - ends[0] + 7) % 7) + 1;
        return Enumerable.Range(ends[0], count).Select(day => (DayOfWeek)(day % 7));
    }

    private static int MinuteOf(string time, string text) =>
        time.Trim() == "24:00" ? MinutesPerDay
        : TimeOnly.TryParseExact(time.Trim(), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly parsed)
            ? (parsed.Hour * 60) + parsed.Minute
        : throw Malformed(text, $"'{InputExcerpt.Of(time)}' is no time of day");

    private static InvalidFenceException Malformed(string text, string problem) =>
        new($"active_hours is '{InputExcerpt.Of(text)}': {problem}. Give them as in 'Mo-Fr 08:00-18:00; Sa 22:00-02:00'");

    private readonly record struct Window(DayOfWeek Day, int From, int To);
}
