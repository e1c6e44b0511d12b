using FsCheck;
using FsCheck.Fluent;
using GeofenceProcessor.Indexing;
using GeofenceProcessor.Judging;
using Tracker.Data.Fences;
using Tracker.Geo.Fences;
using Tracker.Geo.Reports;

namespace GeofenceProcessor.Tests.Judging;

/// <summary>The index says the same as asking every fence, at random places, on borders and corners, round the poles and the antimeridian.</summary>
public sealed class Places_in_fences
{
    private static readonly FenceJudge Judge = new(new FenceJudgeOptions());

    // Whole degrees for corners and quarters for places, so that many places lie exactly on an edge or a corner.
    private static readonly Gen<FencePoint[]> Rings = Gen.ArrayOf(Gen.Zip(Gen.Choose(0, 8), Gen.Choose(0, 8)), 5)
        .Select(corners => corners.Select(corner => new FencePoint(corner.Item1, corner.Item2)).ToArray())
        .Select(corners => (FencePoint[])[.. corners, corners[0]]);

    private static readonly Gen<FencePolygon> Polygons = Gen.Zip(Rings, Gen.ArrayOf(Rings, 2))
        .Select(rings => new FencePolygon(rings.Item1, rings.Item2))
        .Where(polygon => FenceShapeRules.Problem(new PolygonShape([polygon with { Holes = [] }])) is null)
        .Select(polygon => polygon with { Holes = [.. polygon.Holes.Where(hole => FenceShapeRules.Problem(new PolygonShape([polygon with { Holes = [hole] }])) is null).Take(1)] });

    [Fact]
    public void Polygons_hold_the_places_that_ray_casting_says() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(Gen.ArrayOf(Polygons, 6).ToArbitrary(), polygons =>
        {
            // One fence each, and all of them as the overlapping parts of one more.
            FenceShape[] shapes = [.. polygons.Select(polygon => new PolygonShape([polygon])), new PolygonShape(polygons)];
            FenceIndex fences = Index(shapes);
            for (int x = -1; x <= 33; x++)
            {
                for (int y = -1; y <= 33; y++)
                {
                    Fix place = At(y / 4.0, x / 4.0);
                    Assert.Equal(
                        Enumerable.Range(0, shapes.Length).Where(i => ((PolygonShape)shapes[i]).Polygons.Any(polygon => Naive.Holds(polygon, x / 4.0, y / 4.0))),
                        Entered(fences, place));
                }
            }
        }));

    [Fact]
    public void Circles_hold_the_places_within_their_radius_wherever_on_earth() => Check.One(
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
                Fix place = At(Latitude(random), Longitude(random));
                Assert.Equal(
                    Enumerable.Range(0, circles.Length).Where(c => Naive.DistanceOutside(circles[c], place) <= 0), Entered(fences, place));
            }
        }));

    [Fact]
    public void Many_threads_may_ask_one_index()
    {
        FenceIndex fences = Index([.. Enumerable.Range(0, 500).Select(i => new CircleShape(i % 20, i / 20, 60_000))]);
        Fix[] places = [.. Enumerable.Range(0, 2000).Select(i => At((i % 77 / 4.0) + 0.01, i % 101 / 4.0))];
        int[][] alone = [.. places.Select(place => Entered(fences, place).ToArray())];
        Parallel.For(0, places.Length, i => Assert.Equal(alone[i], Entered(fences, places[i])));
    }

    private static FenceIndex Index(IReadOnlyList<FenceShape> shapes) => new(shapes.Select((shape, i) =>
        new FenceVersion(i, $"{i:D4}", 1, FenceVersion.Always.From, FenceVersion.Always.To, shape, 0)));

    private static IEnumerable<int> Entered(FenceIndex fences, Fix place) =>
        Judge.Judge(fences, trackerId: 1, previous: null, insideBefore: [], [place], DateTime.MinValue).Inside.Select(fence => (int)fence.FenceId);

    private static Fix At(double latitude, double longitude) => new(new ReportKey(Random_worlds.Start, 0), latitude, longitude);

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
