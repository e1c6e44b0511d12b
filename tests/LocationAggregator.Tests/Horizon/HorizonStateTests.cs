using FsCheck;
using FsCheck.Fluent;
using LocationAggregator.History;
using LocationAggregator.Tests.Shard;
using LocationAggregator.Tracks;
using Tracker.Geo.Reports;

namespace LocationAggregator.Tests.Horizon;

/// <summary>Retention: reports after the horizon give the results they would give if nothing had been dropped.</summary>
public sealed class HorizonStateTests
{
    [Fact]
    public void Dropped_reports_change_no_stay_trip_or_outlier_that_follows_in_any_order() => Check(1_500, (first, second, random) =>
    {
        MemoryShard shard = Dropped(first, second, random, out DateTime before);

        AssertSorted(shard, 1, first, before);
        AssertSorted(shard, 2, second, before);
    });

    [Fact]
    public void Recomputing_after_a_drop_changes_nothing() => Check(500, (first, second, random) =>
    {
        MemoryShard shard = Dropped(first, second, random, out DateTime before);
        foreach (DateTime from in new[] { ReportKey.First.RecordedAt, before, before.AddHours(1) })
        {
            Assert.False(shard.Recompute(1, new ReportKey(from, long.MinValue)));
            Assert.False(shard.Recompute(2, new ReportKey(from, long.MinValue)));
        }

        AssertSorted(shard, 1, first, before);
    });

    [Fact]
    public void Number_of_kept_reports_does_not_depend_on_how_long_a_tracker_is_parked()
    {
        Fix[] parked = [.. Enumerable.Range(0, 5_000).Select(i => new Fix(new ReportKey(Start.AddMinutes(i), 0), 45 + (i % 97 * 1e-6), 7 + (i % 89 * 1e-6)))];
        MemoryShard shard = new(Rules.Default);
        shard.Ingest(parked[..4_000].Select(fix => (1L, fix)));
        shard.Finish();
        shard.Drop(parked[4_000].RecordedAt, others: _ => false);
        Assert.Equal(2, shard.State.Kept.Count);

        Fix away = new(new ReportKey(parked[^1].RecordedAt.AddMinutes(1), 0), 46, 7);
        shard.Ingest([.. parked[4_000..].Select(fix => (1L, fix)), (1L, away)]);
        shard.Finish();

        LocatedStay stay = Assert.Single(shard.State.Stays.Of(1)).Entry;
        Assert.Equal((parked[0].Key, away.Key, parked.Length), (stay.From, stay.To, stay.Points));
    }

    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    // All reports before a moment arrive and are processed; then they are dropped, sometimes in two steps, and the rest
    // arrives in any order.
    private static MemoryShard Dropped(Fix[] first, Fix[] second, Random random, out DateTime before)
    {
        DateTime[] times = [.. first.Concat(second).Select(fix => fix.RecordedAt).Order()];
        DateTime[] goes = times.Length == 0
            ? [Start]
            : [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => times[random.Next(times.Length)].AddSeconds(random.Next(2))).Order()];
        MemoryShard shard = new(Rules.Default);
        (long, Fix)[] all = [.. first.Select(fix => (1L, fix)), .. second.Select(fix => (2L, fix))];
        DateTime since = DateTime.MinValue;
        foreach (DateTime go in goes)
        {
            Arrive(shard, [.. all.Where(row => row.Item2.RecordedAt >= since && row.Item2.RecordedAt < go)], random);
            shard.Drop(go, others: _ => random.Next(5) == 0);
            since = go;
        }

        Arrive(shard, [.. all.Where(row => row.Item2.RecordedAt >= since)], random);
        before = since;
        return shard;
    }

    private static void Arrive(MemoryShard shard, (long, Fix)[] reports, Random random)
    {
        (long, Fix)[] arrivals = [.. reports, .. reports.Where(_ => random.Next(4) == 0)];
        random.Shuffle(arrivals);
        ReportAggregationTests.Worked(shard, arrivals, random);
    }

    // Tracks of days whose reports are partly dropped stay as they were.
    private static void AssertSorted(MemoryShard shard, long trackerId, Fix[] reports, DateTime before)
    {
        Results results = Results.Of(shard.State, trackerId);
        Results sorted = Results.Sorted(Rules.Default, reports);
        DayCalendar calendar = Rules.Default.Calendar;
        string firstDay = $"{calendar.DayOf(before).AddDays(calendar.StartOf(calendar.DayOf(before)) < before ? 1 : 0):O}";
        Results Whole(Results some) => some with { Tracks = [.. some.Tracks.Where(track => string.CompareOrdinal(track, firstDay) >= 0)] };
        Whole(results).AssertEqual(Whole(sorted));
    }

    // No coordinates occur twice: those that recur after their reports were dropped count once more in the centre of the stay.
    private static void Check(int tests, Action<Fix[], Fix[], Random> property) => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(tests).WithEndSize(90),
        Prop.ForAll(Histories.Any, given =>
        {
            Random random = new(given.Seed);
            property(Apart(given.First, random), Apart(given.Second, random), random);
        }));

    private static Fix[] Apart(Fix[] reports, Random random) =>
        [.. reports.DistinctBy(fix => fix.Key).Select((fix, i) => fix with { Longitude = fix.Longitude + (random.NextDouble() * 1e-5) + (i * 1e-12) })];
}
