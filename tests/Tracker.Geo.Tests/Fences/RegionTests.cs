using Tracker.Bench.Fences;
using Tracker.Geo.Fences;
using Tracker.Geo.Fences.Areas;

namespace Tracker.Geo.Tests.Fences;

/// <summary>A region with its grid gives the results of a plain scan of all its edges.</summary>
public sealed class RegionTests
{
    private const int Shapes = 300;

    [Fact]
    public void Grid_agrees_with_a_scan_of_all_edges_also_on_the_borders_of_its_cells()
    {
        int decided = 0;
        int total = 0;
        foreach ((FencePolygon polygon, Random random) in Polygons(seed: 3))
        {
            UnrolledRing[] rings = [.. polygon.Rings.Select(UnrolledRing.OfRing)];
            if (rings[0].Turns != 0)
            {
                continue;
            }

            Edge[] edges = [.. rings.SelectMany(ring => ring.EdgesFrom(rings[0].West)).Select(edge => edge.Line)];
            Box bounds = new(edges.Min(edge => edge.West), edges.Min(edge => edge.South), edges.Max(edge => edge.East), edges.Max(edge => edge.North));
            InsideGrid map = new(bounds, edges, (x, y) => PlainSide(edges, x, y));
            double[] columns = [.. Enumerable.Range(0, map.Across + 1).Select(i => bounds.West + ((bounds.East - bounds.West) * i / map.Across))];
            double[] rows = [.. Enumerable.Range(0, map.Across + 1).Select(i => bounds.South + ((bounds.North - bounds.South) * i / map.Across))];
            for (int i = 0; i < 1_000; i++)
            {
                Edge edge = edges[random.Next(edges.Length)];
                double x = random.Next(3) switch { 0 => edge.FromX, 1 => columns[random.Next(columns.Length)], _ => bounds.West + ((bounds.East - bounds.West) * random.NextDouble()) };
                double y = random.Next(3) switch { 0 => edge.FromY, 1 => rows[random.Next(rows.Length)], _ => bounds.South + ((bounds.North - bounds.South) * random.NextDouble()) };
                int side = map.Side(x, y);
                Assert.True(side == 0 || side == PlainSide(edges, x, y), $"({x:R}, {y:R}): {side}");
                decided += Math.Abs(side);
                total++;
            }
        }

        Assert.InRange(decided, total / 4, total);
    }

    [Fact]
    public void Region_agrees_with_a_scan_of_all_edges_across_the_antimeridian_and_around_the_poles()
    {
        foreach ((FencePolygon polygon, Random random) in Polygons(seed: 4))
        {
            UnrolledRing[] rings = [.. polygon.Rings.Select(UnrolledRing.OfRing)];
            Region region = new(polygon);

            // On the cylinder: each edge once per turn.
            Edge[] edges = [.. rings.SelectMany(ring => ring.EdgesFrom(ring.West)).Select(edge => edge.Line).SelectMany(edge => new[] { edge.Shifted(-720), edge.Shifted(-360), edge, edge.Shifted(360) })];
            int poles = rings.Count(ring => ring.EnclosesNorthPole);
            Assert.All(polygon.Rings.SelectMany(ring => ring), corner => Assert.Equal(0, region.Side(corner.Longitude, corner.Latitude)));
            for (int i = 0; i < 1_000; i++)
            {
                (double x, double y) = ((random.NextDouble() * 360) - 180, region.South + ((region.North - region.South) * random.NextDouble()));
                int side = PlainSide(edges, x, y);
                Assert.Equal(poles % 2 == 0 ? side : -side, region.Side(x, y));
            }
        }
    }

    private static IEnumerable<(FencePolygon Polygon, Random Random)> Polygons(int seed)
    {
        OracleShapes shapes = new(seed);
        Random random = new(seed);
        return Enumerable.Range(0, Shapes).Select(_ => shapes.Next(0).Shape).OfType<PolygonShape>().SelectMany(shape => shape.Polygons).Select(polygon => (polygon, random));
    }

    // A line due north, half-open in longitude; 0 on an edge.
    private static int PlainSide(Edge[] edges, double x, double y)
    {
        int side = -1;
        foreach (Edge edge in edges.Select(edge => edge.Eastwards).Where(edge => edge.FromX <= x && x <= edge.ToX))
        {
            double turn = edge.Orientation(x, y);
            if (turn == 0 && (edge.FromX < edge.ToX || (edge.South <= y && y <= edge.North)))
            {
                return 0;
            }

            side = turn < 0 && x < edge.ToX ? -side : side;
        }

        return side;
    }
}
