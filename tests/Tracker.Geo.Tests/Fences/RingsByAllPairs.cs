using Tracker.Geo.Fences;
using Tracker.Geo.Fences.Areas;

namespace Tracker.Geo.Tests.Fences;

/// <summary>
/// The rules for rings, literally: compares every pair of edges, and every corner and midpoint of a hole with every ring.
/// </summary>
internal static class RingsByAllPairs
{
    public static bool AreFine(FencePolygon polygon)
    {
        UnrolledRing[] rings = [.. polygon.Rings.Select(ring => UnrolledRing.OfRing([.. ring.Where((point, i) => i == 0 || point != ring[i - 1])]))];
        (int Ring, int Index, Edge Line)[] edges = [.. rings.SelectMany((ring, number) => EdgesOf(ring, number, rings[0]))];
        return !edges.Index().Any(one => edges.Skip(one.Index + 1).Any(other =>
                !IsBesideSeam(one.Item, other, rings[0]) && Collide(one.Item, other, rings[one.Item.Ring].X.Length - 1)))
            && HolesAreInPlace(rings);
    }

    private static IEnumerable<(int Ring, int Index, Edge Line)> EdgesOf(UnrolledRing ring, int number, UnrolledRing outer) =>
        (outer.Turns != 0 || ring.Turns != 0 || (number > 0 && outer.SpansMap) ? ring.EdgesAround(outer.West) : ring.EdgesFrom(outer.West))
            .Select(edge => (number, edge.Index, edge.Line));

    // Edges are in the order of their rings.
    private static bool IsBesideSeam((int Ring, int Index, Edge Line) one, (int Ring, int Index, Edge Line) other, UnrolledRing outer) =>
        outer.SpansMap && one.Ring == 0 && other.Ring > 0 && one.Line.West == one.Line.East && (one.Line.West == outer.West || one.Line.East == outer.East);

    private static bool Collide((int Ring, int Index, Edge Line) a, (int Ring, int Index, Edge Line) b, int count)
    {
        bool sameRing = a.Ring == b.Ring;
        bool neighbours = sameRing && (Math.Abs(a.Index - b.Index) == 1 || Math.Abs(a.Index - b.Index) == count - 1);
        if ((sameRing && a.Index == b.Index) || !a.Line.Intersects(b.Line))
        {
            return false;
        }

        double[] turns =
        [
            b.Line.Orientation(a.Line.FromX, a.Line.FromY), b.Line.Orientation(a.Line.ToX, a.Line.ToY), a.Line.Orientation(b.Line.FromX, b.Line.FromY), a.Line.Orientation(b.Line.ToX, b.Line.ToY),
        ];
        if (turns.All(turn => turn == 0))
        {
            double overlap = Math.Max(
                Math.Min(a.Line.East, b.Line.East) - Math.Max(a.Line.West, b.Line.West), Math.Min(a.Line.North, b.Line.North) - Math.Max(a.Line.South, b.Line.South));
            return overlap > 0 || (sameRing && !neighbours);
        }

        return !neighbours && (sameRing || turns.All(turn => turn != 0));
    }

    private static bool HolesAreInPlace(UnrolledRing[] rings)
    {
        Region[] regions = [.. rings.Select(ring => new Region([ring]))];
        return Enumerable.Range(1, rings.Length - 1).All(hole =>
            PoleIsIn(regions[0], rings[hole])
            && CornersAndMiddles(rings[hole]).All(point =>
                regions[0].Side(point.Longitude, point.Latitude) >= 0
                && regions.Index().All(other => other.Index == 0 || other.Index == hole || other.Item.Side(point.Longitude, point.Latitude) <= 0)));
    }

    // A pole itself may be on the border, so the area around it decides. The corners of these rings are far from it.
    private static bool PoleIsIn(Region outer, UnrolledRing hole) =>
        hole.Turns == 0 || Enumerable.Range(-180, 360).All(longitude => outer.Side(longitude, hole.EnclosesNorthPole ? 89.99 : -89.99) >= 0);

    private static IEnumerable<FencePoint> CornersAndMiddles(UnrolledRing ring) => Enumerable.Range(1, ring.X.Length - 1).SelectMany(i => new[]
    {
        RingEdge.OnMap(ring.X[i], ring.Latitude[i]),
        RingEdge.OnMap((ring.X[i - 1] + ring.X[i]) / 2, (ring.Latitude[i - 1] + ring.Latitude[i]) / 2),
    });
}
