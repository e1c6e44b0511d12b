using Tracker.Geo.Fences;

namespace Tracker.Geo.Tests.Fences;

/// <summary>The sweep over polygons of the maximum size, and over small ones that touch wherever they can.</summary>
public sealed class RingSweepTests
{
    public static TheoryData<string> Shapes() => [.. LargeShapes.All.Keys];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Number_of_comparisons_grows_like_sorting_the_points(string shape)
    {
        FencePolygon polygon = LargeShapes.All[shape]();
        Assert.Null(FenceShapeRules.Problem(new PolygonShape([polygon])));

        RingSweep sweep = new([.. polygon.Rings.Select(UnrolledRing.OfRing)]);
        Assert.Null(sweep.Problem());
        int points = polygon.Rings.Sum(ring => ring.Length);
        Assert.InRange(sweep.Comparisons, points, 3L * points * (long)Math.Log2(points));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Single_crossing_in_a_large_polygon_is_found(string shape)
    {
        FencePolygon polygon = LargeShapes.All[shape]();
        FencePoint[] last = polygon.Rings.Last();
        (double x, double y) = ((last[0].Longitude + last[1].Longitude) / 2, (last[0].Latitude + last[1].Latitude) / 2);
        FencePoint beyond = new(x + ((x - last[^2].Longitude) / 10), y + ((y - last[^2].Latitude) / 10));
        FencePoint[] crossed = [.. last[..^1], beyond, last[^1]];
        FencePolygon wrong = polygon.Holes.Count == 0 ? polygon with { Outer = crossed } : polygon with { Holes = [.. polygon.Holes.SkipLast(1), crossed] };

        Assert.Contains("crosses itself", FenceShapeRules.Problem(new PolygonShape([wrong])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Sweep_gives_the_verdict_of_comparing_all_pairs_of_edges(int seed)
    {
        Random random = new(seed);
        int fine = 0;
        const int Rounds = 2_000;
        for (int round = 0; round < Rounds; round++)
        {
            FencePolygon polygon = RandomRings.Polygon(random);
            bool expected = RingsByAllPairs.AreFine(polygon);
            string? problem = RingCrossings.Problem(polygon);
            Assert.True(
                expected == problem is null,
                $"round {round}: {problem ?? "fine"}: {string.Join(" | ", polygon.Rings.Select(ring => string.Join(' ', ring)))}");
            fine += expected ? 1 : 0;
        }

        Assert.InRange(fine, Rounds / 10, Rounds * 9 / 10);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    public void Crossing_after_the_end_of_all_edges_in_between_is_found(int holes)
    {
        FencePoint[] outer = [new(-5, 4), new(0, 0), new(9, 5.4), new(10, 3), new(0, 9), new(-5, 4)];
        double height = 6.0 / holes;
        FencePolygon polygon = new(outer, [.. Enumerable.Range(0, holes).Select(i => LargeShapes.Box(-1, 1.5 + (i * height), 2, height / 2))]);

        Assert.StartsWith("outer ring: it touches or crosses itself near (7.5, 4.5", RingCrossings.Problem(polygon), StringComparison.Ordinal);
    }

    // Whether edges other than neighbours are compared is random and depends on how many came before.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Corner_on_an_edge_of_its_own_ring_is_found_with_other_rings_in_between(int cornersBefore)
    {
        FencePoint[] outer =
        [
            new(0, 0), new(10, 0), new(10, 10), new(2, 9), new(5, 0), new(1, 8),
            .. Enumerable.Range(1, cornersBefore).Select(i => new FencePoint(-i, 8 - (i * 0.5))), new(0, 0),
        ];
        FencePolygon polygon = new(outer, [.. Enumerable.Range(0, 3).Select(i => new FencePoint[] { new(5, 0), new(0.5, 0.3 + (i * 0.4)), new(0.5, 0.5 + (i * 0.4)), new(5, 0) })]);

        Assert.StartsWith("outer ring: it touches or crosses itself near (5, 0", RingCrossings.Problem(polygon), StringComparison.Ordinal);
    }
}
