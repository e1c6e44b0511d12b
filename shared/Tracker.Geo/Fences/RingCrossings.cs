namespace Tracker.Geo.Fences;

/// <summary>
/// Finds where a polygon is ambiguous: a ring touches or crosses itself, rings cross each other, or a hole is not inside
/// the outer ring. Two rings may touch at single points.
/// </summary>
internal static class RingCrossings
{
    public static string NameOf(int ring) => ring == 0 ? "outer ring" : $"hole {ring}";

    public static string? Problem(FencePolygon polygon)
    {
        UnrolledRing[] rings = [.. polygon.Rings.Select(ring => UnrolledRing.OfRing(WithoutRepeats(ring)))];
        return MisplacedAround(rings) ?? SelfCrossingOfMap(rings) ?? new RingSweep(rings).Problem();
    }

    private static FencePoint[] WithoutRepeats(FencePoint[] ring) =>
        [.. ring.Where((point, i) => i == 0 || point != ring[i - 1])];

    // The sweep must know what surrounds a pole before it reaches the first edge.
    private static string? MisplacedAround(UnrolledRing[] rings)
    {
        UnrolledRing outer = rings[0];
        int[] around = [.. Enumerable.Range(1, rings.Length - 1).Where(hole => rings[hole].Turns != 0)];
        foreach (int hole in around)
        {
            if (outer.Turns == 0 && !outer.SpansMap)
            {
                return $"{NameOf(hole)} goes around the earth and leaves the outer ring";
            }

            if (outer.Turns != 0 && rings[hole].EnclosesNorthPole != outer.EnclosesNorthPole)
            {
                return $"{NameOf(hole)} goes around the other pole than the outer ring";
            }

            if (around.FirstOrDefault(other => rings[other].EnclosesNorthPole == rings[hole].EnclosesNorthPole) is var first && first != hole)
            {
                return $"{NameOf(hole)} and {NameOf(first)} go around the same pole: one reaches into the other";
            }
        }

        return null;
    }

    // The sides of a ring along the antimeridian are no border for its holes, so the sweep with holes does not see them.
    private static string? SelfCrossingOfMap(UnrolledRing[] rings) => rings[0].SpansMap ? new RingSweep([rings[0]]).Problem() : null;
}
