using Tracker.Geo.Fences;

namespace Tracker.Geo.Tests.Fences;

/// <summary>Polygons with nearly the maximum number of points, in which each edge lies beside many others.</summary>
internal static class LargeShapes
{
    private const double Step = 0.01;

    public static IReadOnlyDictionary<string, Func<FencePolygon>> All { get; } = new Dictionary<string, Func<FencePolygon>>
    {
        ["a comb with its teeth to the north"] = () => Comb(32_999, (x, y) => new FencePoint(x, y)),
        ["a comb with its teeth to the east"] = () => Comb(32_999, (x, y) => new FencePoint(y, x)),
        ["a comb with slanted teeth"] = () => Comb(32_999, (x, y) => new FencePoint(x + y, y - x)),
        ["19,000 holes"] = () => new FencePolygon(Box(0, 0, 2, 2), [.. Enumerable.Range(0, 19_000).Select(i => Box(Step * (1 + (i % 138)), Step * (1 + (i / 138)), 0.5 * Step, 0.5 * Step))]),
        ["24,000 holes that touch at one point"] = () => new FencePolygon(Box(-2, -2, 4, 4), [.. Enumerable.Range(0, 24_000).Select(i => Leaf(i, 24_000))]),
        ["30 holes beside 32,000 teeth"] = () =>
            Comb(32_000, (x, y) => new FencePoint(y, x)) with { Holes = [.. Enumerable.Range(0, 30).Select(i => Box(-0.5, 0.5 + (i * 0.9), 0.2, 0.2))] },
    };

    // Three points per tooth; the teeth are as long as the comb is wide.
    private static FencePolygon Comb(int teeth, Func<double, double, FencePoint> place)
    {
        double width = 30.0 / teeth;
        return new FencePolygon(
            [
                place(0, -1),
                .. Enumerable.Range(0, teeth).SelectMany(i => new[] { place(i * width, 0), place((i + 0.25) * width, 30), place((i + 0.5) * width, 30) }),
                place(30, -1),
                place(0, -1),
            ],
            []);
    }

    public static FencePoint[] Box(double west, double south, double width, double height) =>
        [new(west, south), new(west + width, south), new(west + width, south + height), new(west, south + height), new(west, south)];

    private static FencePoint[] Leaf(int number, int count)
    {
        (double from, double to) = (number * Math.Tau / count, (number + 0.5) * Math.Tau / count);
        return [new(0, 0), new(Math.Cos(from), Math.Sin(from)), new(Math.Cos(to), Math.Sin(to)), new(0, 0)];
    }
}
