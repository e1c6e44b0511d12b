using TrackerFetcher.Schedules;

namespace TrackerFetcher.Tests.Schedules;

public sealed class RetryDelayTests
{
    [Theory]
    [InlineData(0, null, 0.5, 5)]
    [InlineData(2, null, 0.5, 20)]
    [InlineData(2, null, 1, 24)]
    [InlineData(1_000_000, null, 1, 300)]
    [InlineData(0, 3_600, 0.5, 3_600)]
    [InlineData(2, 1, 0.5, 20)]
    public void Delays_grow_with_each_failure_unless_the_server_asks_for_more(int failures, int? requested, double chance, double seconds) => Assert.Equal(
        TimeSpan.FromSeconds(seconds), RetryDelay.After(failures, requested is { } wait ? TimeSpan.FromSeconds(wait) : null, chance));
}
