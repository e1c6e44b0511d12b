using Tracker.Geo.Geodesy;

namespace Tracker.Geo.Tests.Geodesy;

public sealed class EarthTests
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
    public void Distance_is_the_great_circle_distance_on_the_sphere(double latitude1, double longitude1, double latitude2, double longitude2, double metres)
    {
        Assert.Equal(metres, Earth.DistanceMetres(latitude1, longitude1, latitude2, longitude2), tolerance: 0.5);
        Assert.Equal(metres, Earth.DistanceMetres(latitude2, longitude2, latitude1, longitude1), tolerance: 0.5);
    }
}
