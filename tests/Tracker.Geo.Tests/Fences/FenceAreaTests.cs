using Tracker.Geo.Fences;
using Tracker.Geo.Fences.Areas;
using Tracker.Geo.Geodesy;

namespace Tracker.Geo.Tests.Fences;

/// <summary>Semantics 12 and 19: all shapes follow the same rule everywhere on earth.</summary>
public sealed class FenceAreaTests
{
    private const string AcrossTheAntimeridian = "POLYGON ((170 0, -170 0, -170 10, 170 10, 170 0), (179 4, -179 4, -179 6, 179 6, 179 4))";
    private const string CutAtTheAntimeridian = "MULTIPOLYGON (((170 0, 180 0, 180 10, 170 10, 170 0)), ((-180 0, -170 0, -170 10, -180 10, -180 0)))";
    private const string AroundTheNorthPole = "POLYGON ((0 60, 90 60, 180 60, -90 60, 0 60), (0 80, 90 80, 180 80, -90 80, 0 80))";
    private const string AroundTheSouthPole = "POLYGON ((-180 -90, 180 -90, 180 -70, 0 -60, -180 -70, -180 -90))";
    private const string AllNorthernLongitudes = "POLYGON ((-180 60, 180 60, 180 90, -180 90, -180 60))";

    [Theory]
    [InlineData(AcrossTheAntimeridian, 175, 5, true)]
    [InlineData(AcrossTheAntimeridian, -175, 5, true)]
    [InlineData(AcrossTheAntimeridian, 180, 2, true)]
    [InlineData(AcrossTheAntimeridian, -180, 2, true)]
    [InlineData(AcrossTheAntimeridian, 180, 5, false)]
    [InlineData(AcrossTheAntimeridian, -180, 5, false)]
    [InlineData(AcrossTheAntimeridian, 0, 5, false)]
    [InlineData(AcrossTheAntimeridian, 169, 5, false)]
    [InlineData(CutAtTheAntimeridian, 180, 5, true)]
    [InlineData(CutAtTheAntimeridian, -180, 5, true)]
    [InlineData(CutAtTheAntimeridian, -171, 5, true)]
    [InlineData(CutAtTheAntimeridian, 0, 5, false)]
    [InlineData(AroundTheNorthPole, 45, 70, true)]
    [InlineData(AroundTheNorthPole, -180, 70, true)]
    [InlineData(AroundTheNorthPole, 45, 85, false)]
    [InlineData(AroundTheNorthPole, 77, 90, false)]
    [InlineData(AroundTheNorthPole, 45, 50, false)]
    [InlineData(AroundTheSouthPole, 33, -90, true)]
    [InlineData(AroundTheSouthPole, 180, -80, true)]
    [InlineData(AroundTheSouthPole, 0, -61, true)]
    [InlineData(AroundTheSouthPole, 179, -65, false)]
    [InlineData(AllNorthernLongitudes, 12, 75, true)]
    [InlineData(AllNorthernLongitudes, 180, 75, true)]
    [InlineData(AllNorthernLongitudes, -180, 60, true)]
    [InlineData(AllNorthernLongitudes, 5, 90, true)]
    [InlineData(AllNorthernLongitudes, 5, 59, false)]
    public void Polygon_across_the_antimeridian_or_around_a_pole_contains_the_points_inside_it(string wkt, double longitude, double latitude, bool inside) =>
        Assert.Equal(inside, Contains(AreaOf(wkt), longitude, latitude));

    [Theory]
    [InlineData("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (4 4, 6 4, 6 6, 4 6, 4 4))", 0, 5)]
    [InlineData("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (4 4, 6 4, 6 6, 4 6, 4 4))", 10, 10)]
    [InlineData("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (4 4, 6 4, 6 6, 4 6, 4 4))", 4, 5)]
    [InlineData(AcrossTheAntimeridian, -170, 3)]
    [InlineData(AcrossTheAntimeridian, 179, 5)]
    [InlineData(AroundTheNorthPole, 45, 60)]
    [InlineData(AroundTheNorthPole, -45, 80)]
    public void Border_of_a_polygon_and_of_its_holes_is_inside(string wkt, double longitude, double latitude) =>
        Assert.True(Contains(AreaOf(wkt), longitude, latitude));

    [Fact]
    public void Circle_contains_points_at_its_radius_also_at_poles_and_the_antimeridian()
    {
        double radius = Earth.DistanceMetres(0, 0, 0, 1);
        Assert.True(Contains(FenceArea.Of(new CircleShape(0, 0, radius)), 1, 0));
        Assert.False(Contains(FenceArea.Of(new CircleShape(0, 0, radius - 0.01)), 1, 0));
        FenceArea polar = FenceArea.Of(new CircleShape(89.9, 20, 50_000));
        Assert.True(Contains(polar, -160, 89.9));
        Assert.False(Contains(polar, -160, 89));
        FenceArea dateline = FenceArea.Of(new CircleShape(-17, 179.9, 50_000));
        Assert.True(Contains(dateline, -179.8, -17));
        Assert.True(Contains(dateline, -180, -17));
        Assert.False(Contains(dateline, -179, -17));
    }

    [Theory]
    // 100 m wide: half of it, 50 m, is 0.00044966 degrees.
    [InlineData("LINESTRING (0 0, 1 0)", 0.5, 0.00044, true)]
    [InlineData("LINESTRING (0 0, 1 0)", 0.5, 0.00046, false)]
    [InlineData("LINESTRING (0 0, 1 0)", 1.00044, 0, true)]
    [InlineData("LINESTRING (0 0, 1 0)", 1.00046, 0, false)]
    [InlineData("LINESTRING (179 60, -179 60)", -180, 60.00044, true)]
    [InlineData("LINESTRING (179 60, -179 60)", 179.5, 60.00046, false)]
    [InlineData("LINESTRING (179 60, -179 60)", 0, 60, false)]
    [InlineData("LINESTRING (0 89.9999, 90 89.9999)", -135, 89.9999, true)]
    [InlineData("MULTILINESTRING ((0 0, 1 0), (5 5, 5 6))", 5.0004, 5.5, true)]
    public void Corridor_contains_points_within_half_its_width_of_its_line(string wkt, double longitude, double latitude, bool inside) =>
        Assert.Equal(inside, Contains(AreaOf(wkt, width: 100), longitude, latitude));

    [Fact]
    public void Corridor_has_the_width_that_measuring_its_line_step_by_step_gives()
    {
        Random random = new(4);
        for (int round = 0; round < 200; round++)
        {
            double x = (random.NextDouble() * 360) - 180;
            double y = (random.NextDouble() * 178) - 89;
            FencePoint from = new(x, y);
            FencePoint to = new(Wrapped(x + (random.NextDouble() * 20) - 10), Math.Clamp(y + (random.NextDouble() * 20) - 10, -90, 90));
            double width = Math.Pow(10, 2 + (random.NextDouble() * 4));
            FenceArea area = FenceArea.Of(new CorridorShape([[from, to]], width));
            (double longitude, double latitude) = (Wrapped(x + (random.NextDouble() * 10) - 5), Math.Clamp(y + (random.NextDouble() * 6) - 3, -90, 90));
            double nearest = Enumerable.Range(0, 20_001).Min(i => Earth.DistanceMetres(
                latitude, longitude, from.Latitude + ((to.Latitude - from.Latitude) * i / 20_000),
                from.Longitude + (Longitudes.Difference(from.Longitude, to.Longitude) * i / 20_000)));
            if (Math.Abs(nearest - (width / 2)) > 100)
            {
                Assert.Equal(nearest < width / 2, Contains(area, longitude, latitude));
            }
        }
    }

    [Theory]
    [InlineData(AcrossTheAntimeridian, 169.999, 5, 112, true)]
    [InlineData(AcrossTheAntimeridian, 169.999, 5, 110, false)]
    [InlineData(AcrossTheAntimeridian, -169.999, 5, 112, true)]
    [InlineData(AcrossTheAntimeridian, 180, 5, 111_000, true)]
    [InlineData(AcrossTheAntimeridian, 180, 5, 110_000, false)]
    [InlineData(AroundTheNorthPole, 10, 59.999, 112, true)]
    [InlineData(AroundTheNorthPole, 10, 59.999, 110, false)]
    [InlineData(AroundTheNorthPole, 10, 90, 1_112_000, true)]
    [InlineData(AroundTheNorthPole, 10, 90, 1_111_000, false)]
    public void Margin_is_measured_on_the_sphere(string wkt, double longitude, double latitude, double metres, bool reaches) =>
        Assert.Equal(reaches, AreaOf(wkt).IsWithin(new PreparedPoint(latitude, longitude), metres));

    [Theory]
    [InlineData(AcrossTheAntimeridian, 165, 5, -165, 5, true)]
    [InlineData(AcrossTheAntimeridian, -165, 5, 165, 5, true)]
    [InlineData(AcrossTheAntimeridian, 165, 11, -165, 11, false)]
    [InlineData(AcrossTheAntimeridian, 20, 5, -20, 5, false)]
    [InlineData("POINT (180 0)", 179, 0.001, -179, 0.001, true)]
    [InlineData("POINT (180 0)", 179, 0.01, -179, 0.01, false)]
    [InlineData("LINESTRING (180 -1, 180 1)", 179, 0, -179, 0, true)]
    [InlineData("LINESTRING (180 -1, 180 1)", 179, 1.0004, -179, 1.0004, true)]
    [InlineData("LINESTRING (180 -1, 180 1)", 179, 1.01, -179, 1.01, false)]
    public void Leg_that_passes_through_is_distinguished_from_one_that_passes_by(string wkt, double fromX, double fromY, double toX, double toY, bool crossed)
    {
        FenceArea area = AreaOf(wkt, radius: 500, width: 100);
        Assert.Equal(crossed, area.IsCrossedBy(new PreparedPoint(fromY, fromX), new PreparedPoint(toY, toX)));
    }

    private static FenceArea AreaOf(string wkt, double radius = 100, double width = 100) =>
        FenceArea.Of(FenceShapeRules.Check(WktReader.Read(wkt, radius, width)));

    private static bool Contains(FenceArea area, double longitude, double latitude)
    {
        bool inside = area.Contains(new PreparedPoint(latitude, longitude));
        Assert.True(!inside || area.Boxes.Any(box => box.Contains(longitude, latitude)), "what it holds must be in one of its boxes");
        return inside;
    }

    private static double Wrapped(double longitude) => longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude;
}
