using FsCheck;
using FsCheck.Fluent;
using LocationAggregator.Tracks;
using Tracker.Geo.Reports;

namespace LocationAggregator.Tests.Tracks;

public sealed class DouglasPeuckerTests
{
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Omitted_points_lie_within_the_tolerance_of_the_simplified_line() => Check((path, tolerance) =>
    {
        IReadOnlyList<Fix> kept = DouglasPeucker.Simplify(path, tolerance);
        Assert.Equal(path[0], kept[0]);
        Assert.Equal(path[^1], kept[^1]);
        for (int i = 1; i < kept.Count; i++)
        {
            GreatCircleSegment segment = new(VectorOf(kept[i - 1]), VectorOf(kept[i]));
            foreach (Fix left in path.Where(fix => fix.Key > kept[i - 1].Key && fix.Key < kept[i].Key))
            {
                Assert.True(segment.DistanceMetres(VectorOf(left)) <= tolerance + 1e-6);
            }
        }
    });

    [Fact]
    public void Straight_line_keeps_only_its_ends_also_across_the_antimeridian()
    {
        Fix[] path = [.. Enumerable.Range(0, 21).Select(i => At(i, 0, i <= 10 ? 179.9 + (i * 0.01) : -180 + ((i - 10) * 0.01)))];
        Assert.Equal([path[0], path[^1]], DouglasPeucker.Simplify(path, 1));
    }

    [Fact]
    public void Straight_line_over_a_pole_keeps_only_its_ends()
    {
        Fix[] path = [.. Enumerable.Range(0, 21).Select(i => At(i, i <= 10 ? 89.9 + (i * 0.01) : 90 - ((i - 10) * 0.01), i <= 10 ? 30 : -150))];
        Assert.Equal([path[0], path[^1]], DouglasPeucker.Simplify(path, 1));
    }

    private static void Check(Action<Fix[], double> property) => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(
            (from steps in Gen.NonEmptyListOf(from north in Gen.Choose(-200, 200) from east in Gen.Choose(-200, 200) select (north, east))
             from tolerance in Gen.Choose(0, 300)
             select (steps, tolerance)).ToArbitrary(),
            given => property([.. given.steps.Select((step, i) => At(i, 45 + (step.north / 100_000.0), 7 + (step.east / 100_000.0)))], given.tolerance)));

    private static UnitVector VectorOf(Fix fix) => UnitVector.Of(fix.Latitude, fix.Longitude);

    private static Fix At(int seconds, double latitude, double longitude) => new(new ReportKey(Start.AddSeconds(seconds), seconds), latitude, longitude);
}
