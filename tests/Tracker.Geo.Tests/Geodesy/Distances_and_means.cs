using Tracker.Geo.Geodesy;

namespace Tracker.Geo.Tests.Geodesy;

public sealed class Distances_and_means
{
    [Theory]
    [InlineData(0, 0, 0, 0, 0)]
    [InlineData(0, 0, 0, 1, 111_194.93)]
    [InlineData(0, 0, 1, 0, 111_194.93)]
    [InlineData(60, 10, 60, 11, 55_596.5)]
    [InlineData(0, 179.5, 0, -179.5, 111_194.93)]
    [InlineData(90, 0, 90, 120, 0)]
    [InlineData(89, 0, 89, 180, 222_389.85)]
    [InlineData(0, 0, 0, 180, 20_015_086.8)]
    [InlineData(90, 0, -90, 0, 20_015_086.8)]
    [InlineData(48.8566, 2.3522, 51.5074, -0.1278, 343_556.06)]
    public void Distances_are_great_circles_on_the_sphere(double latitude1, double longitude1, double latitude2, double longitude2, double metres)
    {
        Assert.Equal(metres, Earth.DistanceMetres(latitude1, longitude1, latitude2, longitude2), tolerance: 0.5);
        Assert.Equal(metres, Earth.DistanceMetres(latitude2, longitude2, latitude1, longitude1), tolerance: 0.5);
    }

    [Theory]
    [InlineData(new double[] { 10, 20 }, 15)]
    [InlineData(new double[] { -97.5 }, -97.5)]
    [InlineData(new double[] { 179, -179 }, 180)]
    [InlineData(new double[] { 170, -170, 180 }, 180)]
    [InlineData(new double[] { -10, 10 }, 0)]
    public void The_mean_of_longitudes_is_circular(double[] longitudes, double mean) =>
        Assert.Equal(0, Longitudes.Difference(mean, Longitudes.CircularMean(longitudes)), tolerance: 1e-9);

    [Fact]
    public void The_mean_of_no_longitudes_is_refused() => Assert.Throws<ArgumentException>(() => Longitudes.CircularMean([]));

    [Theory]
    [InlineData(10, 20, 10)]
    [InlineData(179, -179, 2)]
    [InlineData(-179, 179, -2)]
    [InlineData(-90, 90, 180)]
    public void The_difference_of_longitudes_takes_the_shorter_way(double from, double to, double difference) =>
        Assert.Equal(difference, Longitudes.Difference(from, to));
}
