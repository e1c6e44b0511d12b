using FsCheck;
using FsCheck.Fluent;
using GeofenceProcessor.Indexing;
using GeofenceProcessor.Judging;
using GeofenceProcessor.Tests.Judging;
using Tracker.Data.Fences;
using Tracker.Geo.Fences;
using Tracker.Geo.Reports;

namespace GeofenceProcessor.Tests.Indexing;

/// <summary>
/// The index gives the results of testing every fence: at random points, on borders and corners, around the poles and the
/// antimeridian.
/// </summary>
public sealed class FenceIndexSearchTests
{
    private static readonly FenceJudge Judge = new(new FenceJudgeOptions());

    // Whole degrees for corners and quarters for points, so that many points lie exactly on an edge or a corner.
    private static readonly Gen<FencePoint[]> Rings = Gen.ArrayOf(Gen.Zip(Gen.Choose(0, 8), Gen.Choose(0, 8)), 5)
        .Select(corners => corners.Select(corner => new FencePoint(corner.Item1, corner.Item2)).ToArray())
        .Select(corners => (FencePoint[])[.. corners, corners[0]]);

    private static readonly Gen<FencePolygon> Polygons = Gen.Zip(Rings, Gen.ArrayOf(Rings, 2))
        .Select(rings => new FencePolygon(rings.Item1, rings.Item2))
        .Where(polygon => FenceShapeRules.Problem(new PolygonShape([polygon with { Holes = [] }])) is null)
        .Select(polygon => polygon with { Holes = [.. polygon.Holes.Where(hole => FenceShapeRules.Problem(new PolygonShape([polygon with { Holes = [hole] }])) is null).Take(1)] });

    [Fact]
    public void Polygons_contain_the_points_that_ray_casting_finds_inside() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(Gen.ArrayOf(Polygons, 6).ToArbitrary(), polygons =>
        {
            // Each polygon as a fence, and one more fence with all of them as its overlapping parts.
            FenceShape[] shapes = [.. polygons.Select(polygon => new PolygonShape([polygon])), new PolygonShape(polygons)];
            FenceIndex fences = Index(shapes);
            for (int x = -1; x <= 33; x++)
            {
                for (int y = -1; y <= 33; y++)
                {
                    Fix point = At(y / 4.0, x / 4.0);
                    Assert.Equal(
                        Enumerable.Range(0, shapes.Length).Where(i => ((PolygonShape)shapes[i]).Polygons.Any(polygon => NaiveJudge.Contains(polygon, x / 4.0, y / 4.0))),
                        Entered(fences, point));
                }
            }
        }));

    [Fact]
    public void Circles_contain_the_points_within_their_radius_everywhere_on_earth() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            Random random = new(seed);
            CircleShape[] circles =
            [
                .. Enumerable.Range(0, 30).Select(_ => new CircleShape(
                    Latitude(random), Longitude(random), Math.Pow(10, random.Next(2, 8)) * random.NextDouble())),
            ];
            FenceIndex fences = Index(circles);
            for (int i = 0; i < 100; i++)
            {
                Fix point = At(Latitude(random), Longitude(random));
                Assert.Equal(
                    Enumerable.Range(0, circles.Length).Where(c => NaiveJudge.DistanceOutside(circles[c], point) <= 0), Entered(fences, point));
            }
        }));

    [Fact]
    public void Index_is_safe_for_concurrent_use()
    {
        FenceIndex fences = Index([.. Enumerable.Range(0, 500).Select(i => new CircleShape(i % 20, i / 20, 60_000))]);
        Fix[] points = [.. Enumerable.Range(0, 2000).Select(i => At((i % 77 / 4.0) + 0.01, i % 101 / 4.0))];
        int[][] alone = [.. points.Select(point => Entered(fences, point).ToArray())];
        Parallel.For(0, points.Length, i => Assert.Equal(alone[i], Entered(fences, points[i])));
    }

    private static FenceIndex Index(IReadOnlyList<FenceShape> shapes) => new(shapes.Select((shape, i) =>
        new FenceVersion(i, $"{i:D4}", 1, FenceVersion.Always.From, FenceVersion.Always.To, shape, 0)));

    private static IEnumerable<int> Entered(FenceIndex fences, Fix point) =>
        Judge.Judge(fences, trackerId: 1, previous: null, insideBefore: [], [point], DateTime.MinValue).Inside.Select(fence => (int)fence.FenceId);

    private static Fix At(double latitude, double longitude) => new(new ReportKey(RandomWorlds.Start, 0), latitude, longitude);

    // Often near a pole or the antimeridian.
    private static double Latitude(Random random) => random.Next(3) switch
    {
        0 => random.Next(2) == 0 ? 90 - random.NextDouble() : -90 + random.NextDouble(),
        _ => (random.NextDouble() * 180) - 90,
    };

    private static double Longitude(Random random) => random.Next(3) switch
    {
        0 => random.Next(2) == 0 ? 180 - random.NextDouble() : -180 + random.NextDouble(),
        _ => (random.NextDouble() * 360) - 180,
    };
}
