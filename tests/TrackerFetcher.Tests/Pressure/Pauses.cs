using TrackerFetcher.Pressure;

namespace TrackerFetcher.Tests.Pressure;

public sealed class Pauses
{
    private static readonly PressureOptions Settings = new() { Backlog = 1_000, Lag = TimeSpan.FromSeconds(10), LongestPause = TimeSpan.FromSeconds(4) };

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1_000, 10, 0)]
    [InlineData(1_500, 0, 2)]
    [InlineData(0, 15, 2)]
    [InlineData(1_250, 15, 2)]
    [InlineData(2_000, 0, 4)]
    [InlineData(1_000_000, 1_000, 4)]
    public void A_batch_waits_the_longer_the_further_behind_the_consumers_or_the_replicas_are(long backlog, double lag, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new PressureReading(backlog, TimeSpan.FromSeconds(lag)).Pause(Settings));

    [Fact]
    public void A_limit_of_0_is_none()
    {
        PressureOptions none = new() { Backlog = 0, Lag = TimeSpan.Zero };
        Assert.Equal(TimeSpan.Zero, new PressureReading(long.MaxValue, TimeSpan.FromDays(1)).Pause(none));
    }

    [Fact]
    public void It_is_news_when_fetching_begins_or_ends_to_be_slowed_down()
    {
        Backpressure pressure = new();
        PressureReading reading = default;
        Assert.False(pressure.Set(reading, TimeSpan.Zero));
        Assert.True(pressure.Set(reading, TimeSpan.FromSeconds(1)));
        Assert.False(pressure.Set(reading, TimeSpan.FromSeconds(2)));
        Assert.Equal(TimeSpan.FromSeconds(2), pressure.Pause);
        Assert.True(pressure.Set(reading, TimeSpan.Zero));
    }
}
