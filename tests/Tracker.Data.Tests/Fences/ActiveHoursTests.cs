using Tracker.Data.Fences;
using Tracker.Geo.Fences;

namespace Tracker.Data.Tests.Fences;

public sealed class ActiveHoursTests
{
    // Vienna: UTC+1, and UTC+2 from the last Sunday of March (2026-03-29) on. 2026-03-02 is a Monday.
    private static readonly ActiveHours Office = ActiveHours.Parse("Mo-Fr 08:00-18:00; Sa 09:00-12:00", "Europe/Vienna");
    private static readonly ActiveHours Night = ActiveHours.Parse("22:00-06:00", "Europe/Vienna");

    [Theory]
    [InlineData("2026-03-02T06:59:59", false)]
    [InlineData("2026-03-02T07:00:00", true)]
    [InlineData("2026-03-02T16:59:59", true)]
    [InlineData("2026-03-02T17:00:00", false)]
    [InlineData("2026-03-07T08:00:00", true)]
    [InlineData("2026-03-08T08:00:00", false)]
    [InlineData("2026-03-30T06:00:00", true)]
    [InlineData("2026-03-30T16:00:00", false)]
    public void Hours_are_local_time_in_summer_and_winter(string utc, bool open) => Assert.Equal(open, Office.IsOpen(Utc(utc)));

    [Theory]
    [InlineData("2026-03-02T20:59:59", false)]
    [InlineData("2026-03-02T21:00:00", true)]
    [InlineData("2026-03-03T04:59:59", true)]
    [InlineData("2026-03-03T05:00:00", false)]
    public void A_night_ends_on_the_next_day(string utc, bool open) => Assert.Equal(open, Night.IsOpen(Utc(utc)));

    [Fact]
    public void A_night_on_which_clocks_change_is_an_hour_shorter_or_longer()
    {
        Assert.Equal(TimeSpan.FromHours(7), Length("2026-03-28T20:59:59"));
        Assert.Equal(TimeSpan.FromHours(9), Length("2026-10-24T19:59:59"));

        static TimeSpan Length(string before)
        {
            DateTime opens = Night.NextChange(Utc(before));
            return Night.NextChange(opens) - opens;
        }
    }

    [Fact]
    public void The_next_change_is_found_over_a_weekend() => Assert.Equal(Utc("2026-03-09T07:00:00"), Office.NextChange(Utc("2026-03-07T11:00:00")));

    [Theory]
    [InlineData("")]
    [InlineData("Mo-Fr")]
    [InlineData("08:00")]
    [InlineData("Xx 08:00-10:00")]
    [InlineData("08:00-25:00")]
    [InlineData("Mo-Tu-We 08:00-10:00")]
    public void Text_that_is_not_hours_is_refused(string text) =>
        Assert.StartsWith("active_hours is", Assert.Throws<InvalidFenceException>(() => ActiveHours.Parse(text, "Europe/Vienna")).Message, StringComparison.Ordinal);

    private static DateTime Utc(string text) => DateTime.SpecifyKind(DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Utc);
}
