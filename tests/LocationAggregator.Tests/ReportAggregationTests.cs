using FsCheck;
using FsCheck.Fluent;
using LocationAggregator.Tests.Shard;
using Tracker.Geo.Reports;
using Tracker.Tests.Days;

namespace LocationAggregator.Tests;

/// <summary>
/// Semantics 11, the central promise: the order, the batches, the repetitions and the number of workers do not change the
/// final results; they are those of one sorted run.
/// </summary>
public sealed class ReportAggregationTests
{
    private const int Workers = 3;

    [Fact]
    public void Any_order_batches_repetitions_and_workers_give_the_results_of_one_sorted_run() => Check(2_000, 90, (first, second, random) =>
    {
        (long, Fix)[] arrivals = [.. All(first, second), .. All(first, second).Where(_ => random.Next(4) == 0)];
        random.Shuffle(arrivals);
        AssertSorted(Worked(arrivals, random), first, second);
    });

    [Fact]
    public void Few_late_reports_give_the_results_of_one_sorted_run() => Check(2_000, 120, (first, second, random) =>
    {
        (long, Fix)[] arrivals =
        [
            .. All(first, second).OrderBy(row => row.Fix.Key)
                .Select((row, i) => (row, At: i + (random.Next(8) == 0 ? random.Next(40) : 0))).OrderBy(due => due.At).Select(due => due.row),
        ];
        AssertSorted(Worked(arrivals, random), first, second);
    });

    [Fact]
    public void One_batch_gives_the_results_of_one_report_per_batch() => Check(500, 90, (first, second, random) =>
    {
        MemoryShard at_once = new(Rules.Default);
        at_once.Ingest(All(first, second));
        at_once.Finish();
        MemoryShard one_by_one = new(Rules.Default);
        one_by_one.Ingest(All(first, second).OrderBy(row => row.Fix.Key));
        one_by_one.Finish(batch: 1);
        Results.Of(at_once.State, 1).AssertEqual(Results.Of(one_by_one.State, 1));
        Results.Of(at_once.State, 2).AssertEqual(Results.Of(one_by_one.State, 2));
    });

    [Fact]
    public void Recomputing_from_any_moment_changes_nothing() => Check(500, 90, (first, second, random) =>
    {
        (long, Fix)[] arrivals = [.. All(first, second)];
        random.Shuffle(arrivals);
        MemoryShard shard = Worked(arrivals, random);
        foreach (Fix fix in first.Take(5))
        {
            Assert.False(shard.Recompute(1, new ReportKey(fix.RecordedAt, long.MinValue)));
        }

        Assert.False(shard.Recompute(1, ReportKey.First));
        Assert.False(shard.Recompute(2, ReportKey.First));
    });

    [Fact]
    public void Recomputing_repairs_damaged_results() => Check(300, 90, (first, second, random) =>
    {
        MemoryShard shard = new(Rules.Default);
        shard.Ingest(All(first, second));
        shard.Finish();
        shard.Damage(state => state with
        {
            Stays = state.Stays.Write(state.Stays.Effective.Keys.Where(_ => random.Next(2) == 0).ToList(), []),
            Trips = state.Trips.Write(state.Trips.Effective.Keys.Where(_ => random.Next(2) == 0).ToList(), []),
            Outliers = new(),
            Tracks = new(),
        });
        shard.Recompute(1, ReportKey.First);
        shard.Recompute(2, ReportKey.First);
        shard.Finish();
        AssertSorted(shard, first, second);
    });

    [Theory]
    [MemberData(nameof(LocationDay.All), MemberType = typeof(LocationDay))]
    public void A_day_in_the_order_of_the_file_gives_the_results_of_the_sorted_day(string day)
    {
        foreach (IGrouping<string, (string Tracker, Fix Fix)> bus in LocationDay.Of(day).Fixes().GroupBy(row => row.Tracker))
        {
            MemoryShard shard = new(Rules.Default);
            shard.Ingest(bus.Select(row => (1L, row.Fix)));
            shard.Finish(batch: 40);
            Results.Of(shard.State, 1).AssertEqual(Results.Sorted(Rules.Default, bus.Select(row => row.Fix)));
        }
    }

    [Theory]
    [MemberData(nameof(LocationDay.All), MemberType = typeof(LocationDay))]
    public void A_day_all_shuffled_gives_the_results_of_the_sorted_day(string day)
    {
        foreach (IGrouping<string, (string Tracker, Fix Fix)> bus in LocationDay.Of(day).Fixes().GroupBy(row => row.Tracker))
        {
            Random random = new(304);
            (long, Fix)[] arrivals = [.. bus.Select(row => (1L, row.Fix))];
            random.Shuffle(arrivals);
            MemoryShard shard = Worked(arrivals, random, most: 60);
            Results.Of(shard.State, 1).AssertEqual(Results.Sorted(Rules.Default, bus.Select(row => row.Fix)));
        }
    }

    private static IEnumerable<(long TrackerId, Fix Fix)> All(Fix[] first, Fix[] second) =>
        [.. first.Select(fix => (1L, fix)), .. second.Select(fix => (2L, fix))];

    private static void AssertSorted(MemoryShard shard, Fix[] first, Fix[] second)
    {
        Results.Of(shard.State, 1).AssertEqual(Results.Sorted(Rules.Default, first));
        Results.Of(shard.State, 2).AssertEqual(Results.Sorted(Rules.Default, second));
    }

    // Reports arrive while workers read, compute and commit in any order. Of two workers on the same snapshot, one is too late.
    private static MemoryShard Worked((long, Fix)[] arrivals, Random random, int most = 20) => Worked(new MemoryShard(Rules.Default), arrivals, random, most);

    internal static MemoryShard Worked(MemoryShard shard, (long, Fix)[] arrivals, Random random, int most = 20)
    {
        var pending = new Func<bool>?[Workers];
        for (int from = 0; from < arrivals.Length;)
        {
            int count = Math.Min(random.Next(1, most), arrivals.Length - from);
            shard.Ingest(arrivals.AsSpan(from, count).ToArray());
            from += count;
            for (int step = random.Next(6); step > 0; step--)
            {
                int worker = random.Next(Workers);
                if (pending[worker] is { } commit)
                {
                    commit();
                    pending[worker] = null;
                }
                else
                {
                    pending[worker] = random.Next(4) == 0 ? shard.Tracks() : shard.Batch(random.Next(1, most));
                }
            }
        }

        foreach (Func<bool>? late in pending)
        {
            late?.Invoke();
        }

        shard.Finish(random.Next(1, most));
        return shard;
    }

    private static void Check(int tests, int size, Action<Fix[], Fix[], Random> property) => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(tests).WithEndSize(size),
        Prop.ForAll(Histories.Any, given => property(given.First, given.Second, new Random(given.Seed))));
}
