using Tracker.Data.Fences.Areas;

namespace Tracker.Data.Fences;

/// <summary>
/// Finds where the rings of a polygon touch or cross themselves, cross each other, or lie where no hole can: inside and
/// outside could not be told apart there. Two rings may touch at single points.
/// </summary>
internal static class RingCrossings
{
    public static string NameOf(int ring) => ring == 0 ? "outer ring" : $"hole {ring}";

    public static string? Problem(FencePolygon polygon)
    {
        UnrolledRing[] rings = [.. polygon.Rings.Select(ring => UnrolledRing.OfRing(WithoutRepeats(ring)))];
        return Crossing(rings) ?? MisplacedHole(rings);
    }

    private static FencePoint[] WithoutRepeats(FencePoint[] ring) =>
        [.. ring.Where((point, i) => i == 0 || point != ring[i - 1])];

    // Edges sorted by their western ends: each is compared only with those that begin before it ends.
    private static string? Crossing(UnrolledRing[] rings)
    {
        RingEdge[] edges = [.. rings.SelectMany((ring, r) => EdgesOf(ring, r, rings[0])).OrderBy(edge => edge.Line.West)];
        for (int i = 0; i < edges.Length; i++)
        {
            for (int j = i + 1; j < edges.Length && edges[j].Line.West <= edges[i].Line.East; j++)
            {
                if (Collision(edges[i], edges[j]) is { } place)
                {
                    return edges[i].Ring == edges[j].Ring
                        ? $"{NameOf(edges[i].Ring)}: it touches or crosses itself near {place}"
                        : $"{NameOf(Math.Min(edges[i].Ring, edges[j].Ring))} and {NameOf(Math.Max(edges[i].Ring, edges[j].Ring))} cross near {place}";
                }
            }
        }

        return null;
    }

    // Around a pole edges are compared on the turn of the outer ring, and those that stick out of it on both turns.
    private static IEnumerable<RingEdge> EdgesOf(UnrolledRing ring, int number, UnrolledRing outer) =>
        (ring.Turns != 0 || outer.Turns != 0 ? ring.EdgesAround(outer.West) : ring.EdgesFrom(outer.West))
            .Select(edge => new RingEdge(number, edge.Index, ring.X.Length - 1, edge.Line));

    private static FencePoint? Collision(in RingEdge a, in RingEdge b)
    {
        Edge one = a.Line;
        Edge other = b.Line;
        if (one.North < other.South || other.North < one.South || (a.Ring == b.Ring && a.Index == b.Index))
        {
            return null;
        }

        double startOfOne = other.Turn(one.FromX, one.FromY);
        double endOfOne = other.Turn(one.ToX, one.ToY);
        double startOfOther = one.Turn(other.FromX, other.FromY);
        double endOfOther = one.Turn(other.ToX, other.ToY);
        if (startOfOne == 0 && endOfOne == 0 && startOfOther == 0 && endOfOther == 0)
        {
            return OnOneLine(a, b);
        }

        // Two straight edges that share a corner have nothing else in common.
        if (a.IsNextTo(b) || startOfOne * endOfOne > 0 || startOfOther * endOfOther > 0)
        {
            return null;
        }

        bool touch = startOfOne * endOfOne == 0 || startOfOther * endOfOther == 0;
        if (touch && a.Ring != b.Ring)
        {
            return null;
        }

        double along = startOfOne / (startOfOne - endOfOne);
        return OnMap(one.FromX + (along * (one.ToX - one.FromX)), one.FromY + (along * (one.ToY - one.FromY)));
    }

    // On one line: sharing a stretch is wrong everywhere, sharing a point only within a ring and not for neighbours.
    private static FencePoint? OnOneLine(in RingEdge a, in RingEdge b)
    {
        (Edge one, Edge other) = (a.Line, b.Line);
        bool steep = one.East - one.West < one.North - one.South;
        double from = steep ? Math.Max(one.South, other.South) : Math.Max(one.West, other.West);
        double to = steep ? Math.Min(one.North, other.North) : Math.Min(one.East, other.East);
        return from < to || (from == to && a.Ring == b.Ring && !a.IsNextTo(b)) ? OnMap(other.FromX, other.FromY) : null;
    }

    private static string? MisplacedHole(UnrolledRing[] rings)
    {
        Region[] regions = [.. rings.Select(ring => new Region([ring]))];
        for (int hole = 1; hole < rings.Length; hole++)
        {
            if (rings[hole].Turns != 0 && rings[0].Turns != 0 && rings[hole].HoldsNorthPole != rings[0].HoldsNorthPole)
            {
                return $"{NameOf(hole)} goes around the other pole than the outer ring";
            }

            foreach (FencePoint point in CornersAndMiddles(rings[hole]))
            {
                if (regions[0].Side(point.Longitude, point.Latitude) < 0)
                {
                    return $"{NameOf(hole)} leaves the outer ring near {point}";
                }

                for (int other = 1; other < rings.Length; other++)
                {
                    if (other != hole && regions[other].Side(point.Longitude, point.Latitude) > 0)
                    {
                        return $"{NameOf(hole)} reaches into {NameOf(other)} near {point}";
                    }
                }
            }
        }

        return null;
    }

    private static IEnumerable<FencePoint> CornersAndMiddles(UnrolledRing ring)
    {
        for (int i = 1; i < ring.X.Length; i++)
        {
            yield return OnMap(ring.X[i], ring.Latitude[i]);
            yield return OnMap((ring.X[i - 1] + ring.X[i]) / 2, (ring.Latitude[i - 1] + ring.Latitude[i]) / 2);
        }
    }

    private static FencePoint OnMap(double x, double latitude) =>
        new(x is >= -180 and <= 180 ? x : x - (360 * Math.Floor((x + 180) / 360)), latitude);

    private readonly record struct RingEdge(int Ring, int Index, int Count, Edge Line)
    {
        public bool IsNextTo(in RingEdge other) =>
            Ring == other.Ring && (Math.Abs(Index - other.Index) == 1 || Math.Abs(Index - other.Index) == Count - 1);
    }
}
