using FsCheck;
using FsCheck.Fluent;
using TrackerStatus.Battery;
using TrackerStatus.Delivery;
using TrackerStatus.Judging;
using TrackerStatus.Tests.Shard;

namespace TrackerStatus.Tests;

/// <summary>
/// Semantics 22 and 23, the central promise: the order, the batches, the repetitions, the number of workers and the times
/// at which silent trackers are looked for do not change the final results; they are those of one sorted run.
/// </summary>
public sealed class StatusOrderTests
{
    private const int Workers = 3;
    private static readonly TimeSpan OfItsModel = TimeSpan.FromDays(2);

    [Fact]
    public void Any_order_batches_repetitions_and_workers_give_the_statuses_of_one_sorted_run() => Check((first, second, random) =>
    {
        Report[] arrivals = [.. first, .. second, .. first.Where(_ => random.Next(4) == 0)];
        random.Shuffle(arrivals);
        AssertSorted(arrivals, first, second, random);
    });

    [Fact]
    public void Few_late_reports_give_the_statuses_of_one_sorted_run() => Check((first, second, random) =>
    {
        Report[] arrivals =
        [
            .. first.Concat(second).OrderBy(report => report.Fix.Key)
                .Select((report, i) => (report, At: i + (random.Next(8) == 0 ? random.Next(40) : 0))).OrderBy(due => due.At).Select(due => due.report),
        ];
        AssertSorted(arrivals, first, second, random);
    });

    [Fact]
    public void Recomputing_applies_changed_thresholds_and_delivery_locations_and_otherwise_changes_nothing() => Check((first, second, random) =>
    {
        DateTime now = Now(first, second, random);
        MemoryShard shard = Fed([.. first, .. second], first, second, random, now);
        IReadOnlyList<StatusEvent> before = shard.Effective(1);
        shard.Recompute(1, now);
        Assert.Equal(before, shard.Effective(1));

        DeliveryLocation[] moved = [Worlds.Locations[1] with { Id = 3 }];
        shard.Map = new DeliveryMap(moved);
        shard.Thresholds[1] = TimeSpan.FromHours(1);
        shard.Recompute(1, now);
        Assert.Equal(Worlds.Expected(first, moved, TimeSpan.FromHours(1), now), shard.Effective(1));
    });

    [Fact]
    public void Dropped_reports_change_no_status_that_follows_in_any_order() => Check((first, second, random) =>
    {
        DateTime now = Now(first, second, random);
        DateTime[] times = [.. first.Concat(second).Select(report => report.Fix.RecordedAt).DefaultIfEmpty(now)];
        DateTime before = times[random.Next(times.Length)].AddSeconds(random.Next(2));
        Report[] old = [.. first.Concat(second).Where(report => report.Fix.RecordedAt < before)];
        Report[] late = [.. first.Concat(second).Where(report => report.Fix.RecordedAt >= before)];
        random.Shuffle(old);
        random.Shuffle(late);
        MemoryShard shard = Fed(old, first, second, random, before < now ? before : now);
        shard.Drop(before);
        Assert.True(shard.Count <= 8);
        Feed(shard, [.. late, .. late.Where(_ => random.Next(4) == 0)], random, now);

        AssertSorted(shard, first, second, now);
        shard.Recompute(1, now);
        shard.Recompute(2, now);
        AssertSorted(shard, first, second, now);
    });

    private static void AssertSorted(Report[] arrivals, Report[] first, Report[] second, Random random)
    {
        DateTime now = Now(first, second, random);
        AssertSorted(Fed(arrivals, first, second, random, now), first, second, now);
    }

    private static void AssertSorted(MemoryShard shard, Report[] first, Report[] second, DateTime now)
    {
        Assert.Equal(Worlds.Expected(first, Worlds.Locations, Worlds.Options.InactiveAfter, now), shard.Effective(1));
        Assert.Equal(Worlds.Expected(second, Worlds.Locations, OfItsModel, now), shard.Effective(2));
        AssertRow(shard, 1, first);
        AssertRow(shard, 2, second);
    }

    private static void AssertRow(MemoryShard shard, long trackerId, Report[] reports)
    {
        if (reports.Length == 0)
        {
            return;
        }

        TrackerRecord row = shard.Row(trackerId);
        StatusEvent[] log = [.. shard.Effective(trackerId)];
        StatusEvent current = log.Last(entry => entry.DeliveryLocationId is null);
        Report[] sorted = [.. reports.OrderBy(report => report.Fix.Key)];
        Report? said = sorted.Where(report => report.Battery is not null).Select(report => (Report?)report).LastOrDefault();
        Assert.Equal((current.State, current.OccurredAt), (row.State, row.Since));
        Assert.Equal(sorted.Select(report => report.Fix).Where(fix => fix.RecordedAt == sorted[^1].Fix.RecordedAt).MinBy(fix => (fix.AccuracyMetres ?? 1e9, -fix.Key.Fingerprint)), row.Last);
        Assert.Equal(said is { } report ? new BatteryLevel(report.Fix.Key, report.Battery!.Value) : null, row.Battery);
        Assert.Equal(said?.Battery <= 20, row.BatteryLow);
        Assert.Equal(
            log.Where(entry => entry.DeliveryLocationId is not null).Select(entry => (DateTime?)entry.OccurredAt).SingleOrDefault(), row.Delivery.Delivered?.At);
    }

    private static MemoryShard Fed(Report[] arrivals, Report[] first, Report[] second, Random random, DateTime now)
    {
        MemoryShard shard = new(Worlds.Options, new DeliveryMap(Worlds.Locations));
        shard.Thresholds[2] = OfItsModel;
        Feed(shard, arrivals, random, now);
        return shard;
    }

    private static void Feed(MemoryShard shard, Report[] arrivals, Random random, DateTime now)
    {
        var pending = new Func<bool>?[Workers];
        DateTime seen = DateTime.MinValue;
        for (int from = 0; from < arrivals.Length;)
        {
            int count = Math.Min(random.Next(1, 15), arrivals.Length - from);
            shard.Ingest(arrivals[from..(from + count)]);
            from += count;
            // The clock is never behind the reports.
            seen = arrivals[(from - count)..from].Max(report => report.Fix.RecordedAt) is var latest && latest > seen ? latest : seen;
            for (int step = random.Next(6); step > 0; step--)
            {
                int worker = random.Next(Workers);
                if (random.Next(4) == 0)
                {
                    DateTime then = seen.AddHours(random.Next(300));
                    shard.Tick(then < now ? then : now);
                }
                else if (pending[worker] is { } commit)
                {
                    commit();
                    pending[worker] = null;
                }
                else
                {
                    pending[worker] = shard.Batch(random.Next(1, 15));
                }
            }
        }

        foreach (Func<bool>? late in pending)
        {
            late?.Invoke();
        }

        shard.Finish(now, random.Next(1, 15));
    }

    private static DateTime Now(Report[] first, Report[] second, Random random) => first.Concat(second)
        .Select(report => report.Fix.RecordedAt).DefaultIfEmpty(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc)).Max().AddHours(random.Next(400));

    private static void Check(Action<Report[], Report[], Random> property) => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1_500).WithEndSize(60),
        Prop.ForAll(Worlds.Any, given => property(given.First, given.Second, new Random(given.Seed))));
}
