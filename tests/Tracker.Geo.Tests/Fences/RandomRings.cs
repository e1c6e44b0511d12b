using Tracker.Geo.Fences;

namespace Tracker.Geo.Tests.Fences;

/// <summary>
/// Polygons with few points on a coarse grid, so that they often touch, overlap and run along each other: in the plane,
/// across the antimeridian, and around a pole.
/// </summary>
internal static class RandomRings
{
    private const int Grid = 8;

    public static FencePolygon Polygon(Random random)
    {
        // Retries until the outer ring is valid by itself, because the tests are about problems between rings as well.
        Func<FencePoint[]> outer = random.Next(4) switch
        {
            0 => () => Around(random, latitude: 60),
            1 => () => Placed(Star(random, Grid), west: 176),
            2 => () => Map(random),
            _ => () => Placed(Star(random, Grid), west: 0),
        };
        FencePoint[] ring = Until(outer, ring => IsRing(ring) && (random.Next(20) == 0 || RingsByAllPairs.AreFine(new FencePolygon(ring, []))));
        bool isWide = ring.Any(point => Math.Abs(point.Latitude) > Grid);
        return new FencePolygon(ring, [.. Enumerable.Range(0, random.Next(4)).Select(_ => Until(() => Hole(random, ring, isWide), IsRing))]);
    }

    private static FencePoint[] Until(Func<FencePoint[]> make, Func<FencePoint[], bool> isGood)
    {
        FencePoint[] ring = make();
        while (!isGood(ring))
        {
            ring = make();
        }

        return ring;
    }

    // Polygons that are refused before their rings are compared are of no interest here.
    private static bool IsRing(FencePoint[] ring)
    {
        if (ring.Distinct().Count() < 3)
        {
            return false;
        }

        UnrolledRing unrolled = UnrolledRing.OfRing(ring);
        return unrolled.Turns == 0 ? unrolled.East - unrolled.West <= 360 : Math.Abs(unrolled.Turns) == 1 && Math.Abs(unrolled.PoleAreaSine) > 1e-9;
    }

    private static FencePoint[] Hole(Random random, FencePoint[] outer, bool isWide)
    {
        FencePoint at = outer[random.Next(outer.Length)];
        return isWide && random.Next(3) == 0
            ? Around(random, latitude: (int)at.Latitude + random.Next(-10, 11))
            : Small(random, at, isWide ? 10 : 1);
    }

    // Corners by their direction from the centre.
    private static (int X, int Y)[] Star(Random random, int size)
    {
        (int X, int Y)[] points = [.. Enumerable.Range(0, random.Next(3, 9)).Select(_ => (X: random.Next(size + 1), Y: random.Next(size + 1))).Distinct()];
        return [.. points.OrderBy(point => Math.Atan2(point.Y - (size / 2.0) + 0.1, point.X - (size / 2.0) + 0.1))];
    }

    private static FencePoint[] Placed((int X, int Y)[] corners, int west) =>
        Closed(corners.Select(corner => new FencePoint(OnMap(west + corner.X), corner.Y)));

    private static FencePoint[] Small(Random random, FencePoint near, int scale)
    {
        (int east, int north) = (random.Next(-2, 3) * scale, random.Next(-2, 3) * scale);
        return Closed(Star(random, 2).Select(corner => new FencePoint(
            OnMap((int)near.Longitude + east + (corner.X * scale)), Math.Clamp((int)near.Latitude + north + (corner.Y * scale), -90, 90))));
    }

    private static FencePoint[] Around(Random random, int latitude)
    {
        int start = random.Next(36) * 10;
        int[] steps = [.. Enumerable.Range(0, random.Next(4, 8)).Select(_ => random.Next(-1, 13) * 10)];
        steps[^1] += 360 - steps.Sum();
        int x = start;
        List<FencePoint> points = [];
        foreach (int step in steps)
        {
            points.Add(new FencePoint(OnMap(x), Math.Clamp(latitude + (random.Next(-1, 2) * 10), -90, 90)));
            x += step;
        }

        return Closed(points);
    }

    // From one edge of the map to the other, with one pole, both or none. Where the edges meet, both sides have the same width.
    private static FencePoint[] Map(Random random)
    {
        (int from, int turned) = (random.Next(3) == 0 ? 80 : 90, random.Next(2) == 0 ? 1 : -1);
        bool isWhole = random.Next(4) == 0;
        int Other() => turned * (isWhole ? -90 : random.Next(1, 6) * 10);
        int end = Other();
        return Closed(
        [
            new FencePoint(-180, turned * from), new FencePoint(180, turned * from), new FencePoint(180, end),
            .. Enumerable.Range(0, random.Next(4)).Select(i => new FencePoint(90 - (60 * i), Other())), new FencePoint(-180, end),
        ]);
    }

    private static FencePoint[] Closed(IEnumerable<FencePoint> points)
    {
        FencePoint[] ring = [.. points];
        return ring.Length == 0 ? ring : [.. ring, ring[0]];
    }

    private static double OnMap(int x) => ((x + 180 + 720) % 360) - 180;
}
