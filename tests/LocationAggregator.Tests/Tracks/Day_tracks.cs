using FsCheck;
using FsCheck.Fluent;
using LocationAggregator.Tests.Shard;
using LocationAggregator.Tracks;
using Tracker.Geo.Geodesy;
using Tracker.Geo.Reports;

namespace LocationAggregator.Tests.Tracks;

/// <summary>Semantics 7 and 10: a simplified track a day.</summary>
public sealed class Day_tracks
{
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("2026-03-28", 24)]
    [InlineData("2026-03-29", 23)]
    [InlineData("2026-10-25", 25)]
    public void A_day_has_23_or_25_hours_where_the_clock_is_moved(string day, int hours)
    {
        DayCalendar calendar = new(new TrackOptions { TimeZone = "Europe/Vienna" });
        var date = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(TimeSpan.FromHours(hours), calendar.EndOf(date) - calendar.StartOf(date));
        Assert.Equal(date, calendar.DayOf(calendar.StartOf(date)));
        Assert.Equal(date, calendar.DayOf(calendar.EndOf(date).AddMicroseconds(-1)));
        Assert.Equal(date.AddDays(1), calendar.DayOf(calendar.EndOf(date)));
    }

    [Theory]
    [InlineData("America/Havana", "2026-03-08")]
    [InlineData("America/Havana", "2026-11-01")]
    public void A_day_begins_at_its_first_moment_where_the_clock_is_moved_at_midnight(string zone, string day)
    {
        DayCalendar calendar = new(new TrackOptions { TimeZone = zone });
        var date = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(date, calendar.DayOf(calendar.StartOf(date)));
        Assert.Equal(date.AddDays(-1), calendar.DayOf(calendar.StartOf(date).AddMicroseconds(-1)));
    }

    [Fact]
    public void An_unknown_time_zone_is_refused() => Assert.Contains(
        "time zone",
        Assert.Throws<System.ComponentModel.DataAnnotations.ValidationException>(() => new DayCalendar(new TrackOptions { TimeZone = "Mars/Olympus" })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void What_is_left_out_lies_within_the_tolerance_of_what_is_kept() => Check((way, tolerance) =>
    {
        IReadOnlyList<Fix> kept = DouglasPeucker.Simplify(way, tolerance);
        Assert.Equal(way[0], kept[0]);
        Assert.Equal(way[^1], kept[^1]);
        for (int i = 1; i < kept.Count; i++)
        {
            GreatCircleSegment segment = new(Direction(kept[i - 1]), Direction(kept[i]));
            foreach (Fix left in way.Where(fix => fix.Key > kept[i - 1].Key && fix.Key < kept[i].Key))
            {
                Assert.True(segment.DistanceMetres(Direction(left)) <= tolerance + 1e-6);
            }
        }
    });

    [Fact]
    public void A_straight_way_keeps_its_ends_also_across_the_antimeridian()
    {
        Fix[] way = [.. Enumerable.Range(0, 21).Select(i => At(i, 0, i <= 10 ? 179.9 + (i * 0.01) : -180 + ((i - 10) * 0.01)))];
        Assert.Equal([way[0], way[^1]], DouglasPeucker.Simplify(way, 1));
    }

    [Fact]
    public void A_straight_way_over_a_pole_keeps_its_ends()
    {
        Fix[] way = [.. Enumerable.Range(0, 21).Select(i => At(i, i <= 10 ? 89.9 + (i * 0.01) : 90 - ((i - 10) * 0.01), i <= 10 ? 30 : -150))];
        Assert.Equal([way[0], way[^1]], DouglasPeucker.Simplify(way, 1));
    }

    [Fact]
    public void Distances_from_a_segment_are_those_of_the_one_earth_model()
    {
        GreatCircleSegment segment = new(LocationAggregator.Tracks.Direction.Of(0, 0), LocationAggregator.Tracks.Direction.Of(0, 1));
        Assert.Equal(Earth.DistanceMetres(0.01, 0.5, 0, 0.5), segment.DistanceMetres(LocationAggregator.Tracks.Direction.Of(0.01, 0.5)), tolerance: 1e-3);
        Assert.Equal(Earth.DistanceMetres(0, 1.5, 0, 1), segment.DistanceMetres(LocationAggregator.Tracks.Direction.Of(0, 1.5)), tolerance: 1e-3);
    }

    [Fact]
    public void A_late_report_makes_the_track_of_its_day_again_and_of_no_other()
    {
        MemoryShard shard = new(Rules.Default);
        Fix[] days = [.. Enumerable.Range(0, 72).Select(hour => At(hour * 3_600, 48 + (hour % 2), 16))];
        shard.Ingest(days.Where((_, i) => i != 30).Select(fix => (1L, fix)));
        shard.Finish();
        long sequence = shard.State.Tracks.Sequence;
        shard.Ingest([(1L, days[30])]);
        shard.Finish();
        Assert.Equal(sequence + 2, shard.State.Tracks.Sequence);
        Results.Of(shard.State, 1).AssertEqual(Results.Sorted(Rules.Default, days));
    }

    private static void Check(Action<Fix[], double> property) => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(
            (from steps in Gen.NonEmptyListOf(from north in Gen.Choose(-200, 200) from east in Gen.Choose(-200, 200) select (north, east))
             from tolerance in Gen.Choose(0, 300)
             select (steps, tolerance)).ToArbitrary(),
            given => property([.. given.steps.Select((step, i) => At(i, 45 + (step.north / 100_000.0), 7 + (step.east / 100_000.0)))], given.tolerance)));

    private static Direction Direction(Fix fix) => LocationAggregator.Tracks.Direction.Of(fix.Latitude, fix.Longitude);

    private static Fix At(int seconds, double latitude, double longitude) => new(new ReportKey(Start.AddSeconds(seconds), seconds), latitude, longitude);
}
