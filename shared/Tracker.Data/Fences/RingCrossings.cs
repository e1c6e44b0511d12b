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
        FencePoint[][] rings = [.. polygon.Rings.Select(WithoutRepeats)];
        return Crossing(rings) ?? MisplacedHole(rings);
    }

    private static FencePoint[] WithoutRepeats(FencePoint[] ring) =>
        [.. ring.Where((point, i) => i == 0 || point != ring[i - 1])];

    // Edges sorted by their western ends: each is compared only with those that begin before it ends.
    private static string? Crossing(FencePoint[][] rings)
    {
        Edge[] edges =
        [
            .. rings.SelectMany((ring, r) => ring.Skip(1).Select((to, i) => new Edge(r, i, ring.Length - 1, ring[i], to)))
                .OrderBy(edge => edge.West),
        ];
        for (int i = 0; i < edges.Length; i++)
        {
            for (int j = i + 1; j < edges.Length && edges[j].West <= edges[i].East; j++)
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

    private static FencePoint? Collision(Edge a, Edge b)
    {
        if (a.North < b.South || b.North < a.South)
        {
            return null;
        }

        double startOfA = Side(b, a.From);
        double endOfA = Side(b, a.To);
        double startOfB = Side(a, b.From);
        double endOfB = Side(a, b.To);
        if (startOfA == 0 && endOfA == 0 && startOfB == 0 && endOfB == 0)
        {
            return OnOneLine(a, b);
        }

        if (startOfA * endOfA > 0 || startOfB * endOfB > 0)
        {
            return null;
        }

        bool touch = startOfA * endOfA == 0 || startOfB * endOfB == 0;
        if (touch && (a.Ring != b.Ring || a.IsNextTo(b)))
        {
            return null;
        }

        double along = startOfA / (startOfA - endOfA);
        return new FencePoint(
            a.From.Longitude + (along * (a.To.Longitude - a.From.Longitude)),
            a.From.Latitude + (along * (a.To.Latitude - a.From.Latitude)));
    }

    // On one line: sharing a stretch is wrong everywhere, sharing a point only within a ring and not for neighbours.
    private static FencePoint? OnOneLine(Edge a, Edge b)
    {
        bool steep = a.East - a.West < a.North - a.South;
        double from = steep ? Math.Max(a.South, b.South) : Math.Max(a.West, b.West);
        double to = steep ? Math.Min(a.North, b.North) : Math.Min(a.East, b.East);
        return from < to || (from == to && a.Ring == b.Ring && !a.IsNextTo(b)) ? b.From : null;
    }

    private static string? MisplacedHole(FencePoint[][] rings)
    {
        for (int hole = 1; hole < rings.Length; hole++)
        {
            foreach (FencePoint point in CornersAndMiddles(rings[hole]))
            {
                if (RingSide.Of(rings[0], point) < 0)
                {
                    return $"{NameOf(hole)} leaves the outer ring near {point}";
                }

                for (int other = 1; other < rings.Length; other++)
                {
                    if (other != hole && RingSide.Of(rings[other], point) > 0)
                    {
                        return $"{NameOf(hole)} reaches into {NameOf(other)} near {point}";
                    }
                }
            }
        }

        return null;
    }

    private static IEnumerable<FencePoint> CornersAndMiddles(FencePoint[] ring)
    {
        for (int i = 1; i < ring.Length; i++)
        {
            yield return ring[i];
            yield return new FencePoint((ring[i - 1].Longitude + ring[i].Longitude) / 2, (ring[i - 1].Latitude + ring[i].Latitude) / 2);
        }
    }

    private static double Side(Edge edge, FencePoint point) => RingSide.Turn(edge.From, edge.To, point);

    private readonly record struct Edge(int Ring, int Index, int Count, FencePoint From, FencePoint To)
    {
        public double West => Math.Min(From.Longitude, To.Longitude);

        public double East => Math.Max(From.Longitude, To.Longitude);

        public double South => Math.Min(From.Latitude, To.Latitude);

        public double North => Math.Max(From.Latitude, To.Latitude);

        public bool IsNextTo(Edge other) =>
            Ring == other.Ring && (Math.Abs(Index - other.Index) == 1 || Math.Abs(Index - other.Index) == Count - 1);
    }
}
