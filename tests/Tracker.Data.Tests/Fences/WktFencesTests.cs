using Tracker.Data.Fences;
using Tracker.Geo.Fences;

namespace Tracker.Data.Tests.Fences;

public sealed class WktFencesTests
{
    [Fact]
    public void Every_geometry_of_a_fence_is_read_with_its_properties()
    {
        IReadOnlyList<FenceDefinition> fences = WktFences.Read(
            """
            # Comments and empty lines are passed over.

            depot; POINT (16.37 48.21); {"radius_m": 250, "name": "Depot", "dwell": "15m", "trackers": ["b", "a", "b"]}
            yard;polygon((0 0,9 0,9 9,0 9,0 0),(1 1,2 1,2 2,1 1))
            islands;MULTIPOLYGON Z (((0 0 5,1 0 5,0 1 5,0 0 5)),((5 5 1,6 5 1,5 6 1,5 5 1)));{"margin_m": 5, "crossings": true}
            road;LINESTRING(-1e0 .5, 1 2);{"width_m": 30, "active_hours": "Mo-Fr 08:00-18:00", "time_zone": "Europe/Vienna"}
            roads;MULTILINESTRING((0 0,1 1),(2 2,3 3));{"width_m": 30, "accuracy_cap_m": 40}
            """);

        Assert.Equal(["depot", "yard", "islands", "road", "roads"], fences.Select(fence => fence.Key));
        Assert.Equal(new CircleShape(48.21, 16.37, 250), fences[0].Shape);
        Assert.Equal(("Depot", TimeSpan.FromMinutes(15)), (fences[0].Name, fences[0].Terms.Dwell));
        Assert.Equal(["a", "b"], fences[0].Trackers);
        Assert.Single(Assert.Single(Assert.IsType<PolygonShape>(fences[1].Shape).Polygons).Holes);
        Assert.Equal(2, Assert.IsType<PolygonShape>(fences[2].Shape).Polygons.Count);
        Assert.True(fences[2].Terms.Crossings);
        Assert.Equal(new CorridorShape([[new(-1, 0.5), new(1, 2)]], 30), fences[3].Shape);
        Assert.Equal("Europe/Vienna", fences[3].Terms.Hours?.TimeZone);
        Assert.Equal(40, fences[4].Terms.AccuracyCapMetres);
    }

    [Theory]
    [InlineData("depot", "Line 1: it has no ';'")]
    [InlineData(";POINT(1 2)", "no usable id")]
    [InlineData("a;POINT(1 2)", "the POINT at (1, 2) has no radius_m")]
    [InlineData("a;POINT(1 2;{\"radius_m\":5}", "its end at character 10 where ')' is due")]
    [InlineData("a;POINT(1,2);{\"radius_m\":5}", "',' at character 8 where a number is due")]
    [InlineData("a;POINT EMPTY", "the POINT is 'EMPTY'")]
    [InlineData("a;POLYGON((0 0,2 2,2 0,0 2,0 0))", "touches or crosses itself near (1, 1)")]
    [InlineData("a;POLYGON((0 0,1 0,0 1))", "the ring is open")]
    [InlineData("a;POLYGON((0 0,1 0,0 1,0 0)) x", "'x' at character 28 where the end is due")]
    [InlineData("a;CURVEPOLYGON((0 0))", "the geometry 'CURVEPOLYGON' is no fence")]
    [InlineData("a;LINESTRING(0 0, 1 1)", "the line has no width_m")]
    [InlineData("a;POINT(1 2);5", "its properties are no JSON object")]
    [InlineData("a;POINT(1 2);{", "its properties are no JSON")]
    [InlineData("a;POINT(1e999 2);{\"radius_m\":5}", "where a number is due")]
    [InlineData("a;POINT(1 2);{\"radius_m\":5}\na;POINT(1 2);{\"radius_m\":5}", "Fence 2 (a): an earlier one has the same id")]
    public void A_line_that_is_not_a_fence_is_refused_with_its_number_and_position(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<InvalidFenceException>(() => WktFences.Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Fences_written_as_GeoJSON_are_read_back_unchanged()
    {
        IReadOnlyList<FenceDefinition> fences = WktFences.Read(
            """
            a;POINT(16.37 48.21);{"radius_m":250,"name":"Büro \"A\"","margin_m":7,"valid_from":"2026-01-31T08:00:00Z","dwell":"90m","crossings":true,"accuracy_cap_m":30,"active_hours":"22:00-06:00","time_zone":"America/Chicago","trackers":["x"]}
            b;MULTILINESTRING((179 0,-179 1),(2 2,3 3));{"width_m":30}
            """);
        using MemoryStream file = new();
        GeoJsonFences.Write(file, fences);
        file.Position = 0;
        IReadOnlyList<FenceDefinition> read = GeoJsonFences.Read(file);

        Assert.Equal(fences.Select(fence => fence with { Trackers = null, MarginMetres = fence.EffectiveMarginMetres }), read.Select(fence => fence with { Trackers = null }));
        Assert.Equal(["x"], read[0].Trackers);
        Assert.Null(read[1].Trackers);
    }
}
