using Tracker.Data.Ingest;
using TrackerFetcher.Schedules;
using TrackerFetcher.Sources;

namespace TrackerFetcher.Tests.Schedules;

public sealed class Turns_of_sources
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 10, 2, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 60)]
    [InlineData(0.5, 63)]
    [InlineData(1, 66)]
    public void An_interval_is_put_off_by_a_tenth_at_most(double chance, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), NextTurn.In(new SourceSchedule(TimeSpan.FromMinutes(1)), Now, chance));

    [Fact]
    public void The_usual_jitter_is_30_seconds_at_most_and_another_can_be_given()
    {
        TimeSpan day = TimeSpan.FromDays(1);
        Assert.Equal(day + TimeSpan.FromSeconds(30), NextTurn.In(new SourceSchedule(day), Now, 1));
        Assert.Equal(day + TimeSpan.FromHours(1), NextTurn.In(new SourceSchedule(day, Jitter: TimeSpan.FromHours(1)), Now, 1));
        Assert.Equal(day, NextTurn.In(new SourceSchedule(day, Jitter: TimeSpan.Zero), Now, 1));
    }

    [Theory]
    [InlineData("0 0/5 * * * ?", 180)]
    [InlineData("0 0 12 * * ?", 7_080)]
    public void A_calendar_of_Quartz_is_kept_in_UTC(string cron, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), NextTurn.In(new SourceSchedule(Cron: cron), Now, 0));

    [Fact]
    public void A_source_without_a_schedule_is_read_once() => Assert.Null(NextTurn.In(new SourceSchedule(), Now, 0.5));

    [Theory]
    [InlineData(0, null, 0.5, 5)]
    [InlineData(2, null, 0.5, 20)]
    [InlineData(2, null, 1, 24)]
    [InlineData(1_000_000, null, 1, 300)]
    [InlineData(0, 3_600, 0.5, 3_600)]
    [InlineData(2, 1, 0.5, 20)]
    public void What_failed_is_tried_again_later_and_later_or_when_its_server_says(int failures, int? asked, double chance, double seconds) => Assert.Equal(
        TimeSpan.FromSeconds(seconds), RetryDelay.After(failures, asked is { } wait ? TimeSpan.FromSeconds(wait) : null, chance));

    [Theory]
    [InlineData("every now and then")]
    [InlineData("0 0 12 * * ? 2020")]
    public void A_calendar_that_is_none_or_is_over_is_refused_with_what_to_do(string cron)
    {
        SourceException e = Assert.Throws<SourceException>(() => NextTurn.Check(new SourceSchedule(Cron: cron), Now));
        Assert.Contains(cron, e.Message, StringComparison.Ordinal);
        Assert.Contains("Give", e.Message, StringComparison.Ordinal);
    }
}
