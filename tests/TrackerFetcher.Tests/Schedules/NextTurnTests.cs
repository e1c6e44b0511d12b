using Tracker.Data.Ingest;
using TrackerFetcher.Schedules;
using TrackerFetcher.Sources;

namespace TrackerFetcher.Tests.Schedules;

public sealed class NextTurnTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 10, 2, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 60)]
    [InlineData(0.5, 63)]
    [InlineData(1, 66)]
    public void Jitter_adds_a_tenth_to_an_interval_at_most(double chance, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), NextTurn.In(new SourceSchedule(TimeSpan.FromMinutes(1)), Now, chance));

    [Fact]
    public void The_default_jitter_is_30_seconds_at_most_and_another_can_be_given()
    {
        TimeSpan day = TimeSpan.FromDays(1);
        Assert.Equal(day + TimeSpan.FromSeconds(30), NextTurn.In(new SourceSchedule(day), Now, 1));
        Assert.Equal(day + TimeSpan.FromHours(1), NextTurn.In(new SourceSchedule(day, Jitter: TimeSpan.FromHours(1)), Now, 1));
        Assert.Equal(day, NextTurn.In(new SourceSchedule(day, Jitter: TimeSpan.Zero), Now, 1));
    }

    [Theory]
    [InlineData("0 0/5 * * * ?", 180)]
    [InlineData("0 0 12 * * ?", 7_080)]
    public void A_cron_expression_is_evaluated_in_UTC(string cron, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), NextTurn.In(new SourceSchedule(Cron: cron), Now, 0));

    [Fact]
    public void A_source_without_a_schedule_is_read_once() => Assert.Null(NextTurn.In(new SourceSchedule(), Now, 0.5));

    [Theory]
    [InlineData("every now and then")]
    [InlineData("0 0 12 * * ? 2020")]
    public void A_cron_expression_that_is_invalid_or_has_expired_is_refused_with_what_to_do(string cron)
    {
        SourceException e = Assert.Throws<SourceException>(() => NextTurn.Check(new SourceSchedule(Cron: cron), Now));
        Assert.Contains(cron, e.Message, StringComparison.Ordinal);
        Assert.Contains("Give", e.Message, StringComparison.Ordinal);
    }
}
