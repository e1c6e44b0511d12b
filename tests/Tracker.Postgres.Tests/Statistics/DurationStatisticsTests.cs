using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Statistics;

namespace EFCore.ReadWriteSplitting.Tests.Statistics;

public sealed class DurationStatisticsTests
{
    [Theory]
    [InlineData(0, 0.0005)]
    [InlineData(0.0005, 0.0005)]
    [InlineData(0.0006, 0.001)]
    [InlineData(29, 30.0)]
    [InlineData(31, null)]
    public void Duration_counts_in_the_first_bucket_whose_bound_it_does_not_exceed(double seconds, double? bound)
    {
        var counts = new DurationCounts();
        counts.Add(TimeSpan.FromSeconds(seconds));
        Assert.Equal(bound, Assert.Single(counts.Read(ScopeKind.Read).Buckets, bucket => bucket.Count == 1).UpTo?.TotalSeconds);
    }

    [Fact]
    public void Quantile_is_the_bucket_that_contains_it()
    {
        DurationStatistics durations = Of(0.001, 0.001, 0.02, 40);
        Assert.Equal([0.001, 0.001, 0.025, null], new[] { 0.25, 0.5, 0.75, 1 }.Select(share => durations.Quantile(share)!.Value.UpTo?.TotalSeconds));
        Assert.Null(Of().Quantile(0.5));
    }

    [Fact]
    public void Durations_of_an_interval_are_the_difference_of_two_samples()
    {
        var counts = new DurationCounts();
        counts.Add(TimeSpan.FromSeconds(1));
        DurationStatistics earlier = counts.Read(ScopeKind.Write);
        counts.Add(TimeSpan.FromSeconds(3));
        DurationStatistics since = counts.Read(ScopeKind.Write).Since(earlier);
        Assert.Equal((1, TimeSpan.FromSeconds(3)), (since.Count, since.Total));
        Assert.Equal(TimeSpan.FromSeconds(5), since.Quantile(0.5)!.Value.UpTo);
    }

    private static DurationStatistics Of(params double[] seconds)
    {
        var counts = new DurationCounts();
        Array.ForEach(seconds, one => counts.Add(TimeSpan.FromSeconds(one)));
        return counts.Read(ScopeKind.Read);
    }
}
