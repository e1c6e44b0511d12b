using LocationAggregator.Tracks;

namespace LocationAggregator.Tests.Tracks;

public sealed class DayCalendarTests
{
    [Theory]
    [InlineData("2026-03-28", 24)]
    [InlineData("2026-03-29", 23)]
    [InlineData("2026-10-25", 25)]
    public void Day_has_23_or_25_hours_when_daylight_saving_time_starts_or_ends(string day, int hours)
    {
        DayCalendar calendar = new(new TrackOptions { TimeZone = "Europe/Vienna" });
        var date = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(TimeSpan.FromHours(hours), calendar.EndOf(date) - calendar.StartOf(date));
        Assert.Equal(date, calendar.DayOf(calendar.StartOf(date)));
        Assert.Equal(date, calendar.DayOf(calendar.EndOf(date).AddMicroseconds(-1)));
        Assert.Equal(date.AddDays(1), calendar.DayOf(calendar.EndOf(date)));
    }

    [Theory]
    [InlineData("America/Havana", "2026-03-08")]
    [InlineData("America/Havana", "2026-11-01")]
    public void Day_begins_at_its_first_moment_if_the_clock_changes_at_midnight(string zone, string day)
    {
        DayCalendar calendar = new(new TrackOptions { TimeZone = zone });
        var date = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(date, calendar.DayOf(calendar.StartOf(date)));
        Assert.Equal(date.AddDays(-1), calendar.DayOf(calendar.StartOf(date).AddMicroseconds(-1)));
    }

    [Fact]
    public void Unknown_time_zone_is_refused() => Assert.Contains(
        "time zone",
        Assert.Throws<System.ComponentModel.DataAnnotations.ValidationException>(() => new DayCalendar(new TrackOptions { TimeZone = "Mars/Olympus" })).Message,
        StringComparison.Ordinal);
}
