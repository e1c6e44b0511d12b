using Tracker.Geo.Geodesy;

namespace Tracker.Geo.Tests.Geodesy;

public sealed class LongitudesTests
{
    [Theory]
    [InlineData(new double[] { 10, 20 }, 15)]
    [InlineData(new double[] { -97.5 }, -97.5)]
    [InlineData(new double[] { 179, -179 }, 180)]
    [InlineData(new double[] { 170, -170, 180 }, 180)]
    [InlineData(new double[] { -10, 10 }, 0)]
    public void Mean_of_longitudes_is_circular(double[] longitudes, double mean) =>
        Assert.Equal(0, Longitudes.Difference(mean, Longitudes.CircularMean(longitudes)), tolerance: 1e-9);

    [Fact]
    public void Mean_of_no_longitudes_is_refused() => Assert.Throws<ArgumentException>(() => Longitudes.CircularMean([]));

    [Theory]
    [InlineData(10, 20, 10)]
    [InlineData(179, -179, 2)]
    [InlineData(-179, 179, -2)]
    [InlineData(-90, 90, 180)]
    public void Difference_of_longitudes_takes_the_shorter_way_around(double from, double to, double difference) =>
        Assert.Equal(difference, Longitudes.Difference(from, to));
}
