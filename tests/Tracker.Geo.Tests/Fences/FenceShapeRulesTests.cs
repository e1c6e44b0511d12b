using Tracker.Geo.Fences;

namespace Tracker.Geo.Tests.Fences;

public sealed class FenceShapeRulesTests
{
    public static TheoryData<string> FineShapes() => new()
    {
        // A triangle in either direction.
        { "[[[0,0],[1,0],[0,1],[0,0]]]" },
        { "[[[0,0],[0,1],[1,0],[0,0]]]" },
        // Altitudes and repeated points are ignored.
        { "[[[0,0,5],[1,0,6],[1,0,7],[0,1],[0,0]]]" },
        // A concave ring.
        { "[[[0,0],[4,0],[4,4],[2,1],[0,4],[0,0]]]" },
        // A point in the middle of a side.
        { "[[[0,0],[2,0],[4,0],[4,4],[0,0]]]" },
        // A hole; one that touches the outer ring at one of its corners; two that touch each other at a point.
        { "[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[1,1],[2,1],[2,2],[1,1]]]" },
        { "[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[0,4],[2,3],[2,5],[0,4]]]" },
        { "[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[2,4],[4,3],[4,5],[2,4]],[[4,4],[6,3],[6,5],[4,4]]]" },
        // Across the antimeridian, with a hole there; around a pole, with a hole around it and another one beside it.
        { "[[[170,0],[-170,0],[-170,10],[170,10],[170,0]],[[179,1],[-179,1],[-179,2],[179,2],[179,1]]]" },
        { "[[[0,60],[90,60],[180,60],[-90,60],[0,60]],[[30,80],[150,80],[-90,80],[30,80]],[[-5,65],[5,65],[5,70],[-5,65]]]" },
        { "[[[-180,-90],[180,-90],[180,-70],[60,-65],[-60,-65],[-180,-70],[-180,-90]]]" },
        // To the edges of the map.
        { "[[[179,-90],[180,-90],[180,90],[179,90],[179,-90]]]" },
        { "[[[-90,0],[90,0],[90,90],[-90,90],[-90,0]]]" },
        // The whole map, without areas at its edges and around a pole.
        { "[[[-180,-90],[180,-90],[180,90],[-180,90],[-180,-90]],[[177,-20],[-178,-20],[-178,-12],[177,-12],[177,-20]]]" },
        { "[[[-180,-90],[180,-90],[180,90],[-180,90],[-180,-90]],[[0,70],[120,70],[-120,70],[0,70]],[[0,-70],[120,-70],[-120,-70],[0,-70]]]" },
    };

    public static TheoryData<string, string> RefusedShapes() => new()
    {
        { "[]", "no ring" },
        { "[[]]", "fewer than 3 different points" },
        { "[[[0,0],[1,1],[0,0]]]", "fewer than 3 different points, at (0, 0)" },
        { "[[[0,0],[1,0],[0,1]]]", "the ring is open: its last point (0, 1) must repeat its first (0, 0)" },
        { "[[[0,0],[1,0],[0,91],[0,0]]]", "point 3 (0, 91) is out of range" },
        { "[[[0,0],[181,0],[0,1],[0,0]]]", "point 2 (181, 0) is out of range" },
        { "[[[0,0],[2,2],[2,0],[0,2],[0,0]]]", "outer ring: it touches or crosses itself near (1, 1)" },
        // All points on one line; a spike; a ring pinched at a point; a ring that runs back along itself.
        { "[[[0,0],[1,1],[2,2],[0,0]]]", "touches or crosses itself" },
        { "[[[0,0],[4,0],[4,4],[4,8],[4,4],[0,4],[0,0]]]", "touches or crosses itself" },
        { "[[[0,0],[2,2],[4,0],[4,4],[2,2],[0,4],[0,0]]]", "touches or crosses itself near (2, 2)" },
        { "[[[0,0],[10,0],[10,4],[5,5],[10,6],[10,10],[0,10],[0,6],[5,5],[0,4],[0,0]]]", "touches or crosses itself near (5, 5)" },
        { "[[[0,0],[4,0],[4,4],[2,0],[0,4],[0,0]]]", "touches or crosses itself" },
        { "[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[8,4],[12,4],[12,5],[8,4]]]", "outer ring and hole 1 cross near (9, 4" },
        { "[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[20,4],[22,4],[22,5],[20,4]]]", "hole 1 leaves the outer ring near (20, 4)" },
        { "[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[0,2],[0,4],[2,3],[0,2]]]", "cross near" },
        { "[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[1,1],[8,1],[8,8],[1,8],[1,1]],[[2,2],[3,2],[3,3],[2,2]]]", "hole 2 reaches into hole 1 near (2, 2)" },
        // From corner to corner across a bay: it crosses nothing, but lies outside.
        { "[[[0,0],[4,0],[4,4],[2,1],[0,4],[0,0]],[[0,4],[4,4],[2,1],[0,4]]]", "outer ring and hole 1 cross" },
        { "[[[0,0],[6,0],[6,6],[5,6],[3,2],[1,6],[0,6],[0,0]],[[1,6],[5,6],[3,1],[1,6]]]", "hole 1" },
        { "[[[170,0],[-170,10],[-170,0],[170,10],[170,0]]]", "outer ring: it touches or crosses itself near (180, 5)" },
        { "[[[170,0],[-170,0],[-170,10],[170,10],[170,0]],[[0,1],[1,1],[1,2],[0,1]]]", "hole 1 leaves the outer ring near (0, 1)" },
        { "[[[0,0],[120,0],[-120,0],[0,0]]]", "it goes around the earth, from (0, 0) on, and halves it" },
        { "[[[0,0],[120,1],[-120,2],[0,3],[120,4],[-120,5],[0,0]]]", "it goes around the earth more than once, from (0, 0) on" },
        { "[[[0,70],[120,70],[-120,70],[0,70]],[[0,80],[120,80],[-120,80],[0,80]],[[0,85],[120,85],[-120,85],[0,85]]]", "hole 2 and hole 1 go around the same pole" },
        { "[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[0,-80],[120,-80],[-120,-80],[0,-80]]]", "hole 1 goes around the earth and leaves the outer ring" },
        { "[[[0,70],[120,70],[-120,70],[0,70]],[[0,-80],[120,-80],[-120,-80],[0,-80]]]", "hole 1 goes around the other pole" },
    };

    [Theory]
    [MemberData(nameof(FineShapes))]
    public void Unambiguous_polygon_is_accepted(string rings) =>
        Assert.IsType<PolygonShape>(FenceShapeJson.Read($$"""{"type":"Polygon","coordinates":{{rings}}}"""));

    [Theory]
    [MemberData(nameof(RefusedShapes))]
    public void Ambiguous_polygon_is_refused_with_the_reason_and_the_point(string rings, string reason)
    {
        InvalidFenceException refused = Assert.Throws<InvalidFenceException>(
            () => FenceShapeJson.Read($$"""{"type":"Polygon","coordinates":{{rings}}}"""));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_polygon_among_several_is_named_in_the_message()
    {
        InvalidFenceException refused = Assert.Throws<InvalidFenceException>(() => FenceShapeJson.Read(
            """{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[0,1],[0,0]]],[[[0,0],[2,2],[2,0],[0,2],[0,0]]]]}"""));
        Assert.StartsWith("polygon 2: outer ring: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Polygons_of_one_shape_may_overlap() => Assert.IsType<PolygonShape>(FenceShapeJson.Read(
        """{"type":"MultiPolygon","coordinates":[[[[0,0],[2,0],[0,2],[0,0]]],[[[1,0],[3,0],[0,3],[1,0]]]]}"""));

    [Theory]
    [InlineData(0, 0, 1, true)]
    [InlineData(90, 180, 0.001, true)]
    [InlineData(0, 0, 0, false)]
    [InlineData(0, 0, -5, false)]
    [InlineData(0, 0, double.NaN, false)]
    [InlineData(0, 0, 30_000_000, false)]
    [InlineData(91, 0, 5, false)]
    [InlineData(0, 200, 5, false)]
    public void Circle_needs_a_centre_in_range_and_a_radius(double latitude, double longitude, double radius, bool fine) =>
        Assert.Equal(fine, FenceShapeRules.Problem(new CircleShape(latitude, longitude, radius)) is null);

    [Fact]
    public void Margins_default_to_20_m_or_a_tenth_of_the_radius()
    {
        Assert.Equal(20, new CircleShape(0, 0, 50).DefaultMarginMetres);
        Assert.Equal(80, new CircleShape(0, 0, 800).DefaultMarginMetres);
        Assert.Equal(20, new PolygonShape([]).DefaultMarginMetres);
    }
}
