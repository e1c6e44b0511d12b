using TrackerFetcher.Pressure;

namespace TrackerFetcher.Tests.Pressure;

public sealed class PressureReadingTests
{
    private static readonly PressureOptions Options = new() { Backlog = 1_000, Lag = TimeSpan.FromSeconds(10), LongestPause = TimeSpan.FromSeconds(4) };

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1_000, 10, 0)]
    [InlineData(1_500, 0, 2)]
    [InlineData(0, 15, 2)]
    [InlineData(1_250, 15, 2)]
    [InlineData(2_000, 0, 4)]
    [InlineData(1_000_000, 1_000, 4)]
    public void The_pause_of_a_batch_grows_with_the_backlog_of_the_consumers_and_the_lag_of_the_replicas(long backlog, double lag, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new PressureReading(backlog, TimeSpan.FromSeconds(lag)).Pause(Options));

    [Fact]
    public void A_limit_of_0_means_no_limit()
    {
        PressureOptions none = new() { Backlog = 0, Lag = TimeSpan.Zero };
        Assert.Equal(TimeSpan.Zero, new PressureReading(long.MaxValue, TimeSpan.FromDays(1)).Pause(none));
    }
}
