using FsCheck;
using FsCheck.Fluent;
using GeofenceProcessor.Indexing;
using GeofenceProcessor.Judging;
using Tracker.Data.Fences;
using Tracker.Data.Reports;
using Tracker.Tests;

namespace GeofenceProcessor.Tests.Judging;

/// <summary>The heart: whatever the order and the batches in which reports and changes of fences come, the effective events are those of one sorted run.</summary>
public sealed class Order_of_arrival
{
    private static readonly FenceJudgeOptions Options = new();

    [Fact]
    public void One_sorted_run_says_what_the_rules_say() => Check(1000, (history, fences, _) =>
        Assert.Equal(Naive.Events(fences, history, Options.AccuracyCapMetres, Random_worlds.End), Sorted(fences, history)));

    [Fact]
    public void Random_histories_in_any_order_and_split_give_the_events_of_one_sorted_run() => Check(1000, (history, fences, seed) =>
    {
        Random random = new(seed);
        random.Shuffle(history);
        Assert.Equal(Sorted(fences, history), Fed(new Consumer(Options, fences), history, random).Effective);
    });

    [Fact]
    public void Mostly_ordered_histories_with_a_few_late_reports_give_the_events_of_one_sorted_run() => Check(1000, (history, fences, seed) =>
    {
        Random random = new(seed);
        Fix[] late = [.. history.Select((fix, i) => (fix, At: i + (random.Next(10) == 0 ? random.Next(40) : 0))).OrderBy(due => due.At).Select(due => due.fix)];
        Assert.Equal(Sorted(fences, history), Fed(new Consumer(Options, fences), late, random).Effective);
    });

    [Fact]
    public void Fences_that_change_between_the_batches_give_the_events_of_the_final_fences() => Check(1000, (history, fences, seed) =>
    {
        Random random = new(seed);
        List<FenceVersion> known = [];
        Consumer consumer = new(Options, known);
        foreach (FenceVersion version in fences.OrderBy(version => version.Version).ThenBy(version => version.Key))
        {
            // As a fence is changed: the version before ends, the next one is open until it ends in its turn.
            Fed(consumer, [.. history.Where(_ => random.Next(8) == 0)], random);
            DateTime? ended = Close(known, fences, before: version);
            known.Add(version with { ValidTo = FenceVersion.Always.To });
            consumer.Change(known, ended ?? version.ValidFrom, Random_worlds.End);
        }

        Fed(consumer, history, random);
        foreach (IGrouping<long, FenceVersion> fence in fences.GroupBy(version => version.FenceId))
        {
            if (Close(known, fences, before: fence.Last() with { Version = int.MaxValue }) is { } ended)
            {
                consumer.Change(known, ended, Random_worlds.End);
            }
        }

        Assert.Equal(Sorted(fences, history), consumer.Effective);
    });

    [SkippableFact]
    public void A_day_of_buses_in_the_order_of_the_file_and_all_shuffled_gives_the_events_of_the_sorted_day()
    {
        FenceVersion[] fences = Austin.Fences();
        foreach (IGrouping<string, (string Tracker, Fix Fix)> bus in CapMetro.Rows().GroupBy(row => row.Tracker))
        {
            Fix[] rows = [.. bus.Select(row => row.Fix)];
            DateTime horizon = rows.Max(fix => fix.RecordedAt);
            IReadOnlyList<FenceEvent> sorted = Sorted(fences, rows, horizon);
            Consumer consumer = new(Options, fences, chunk: 50);
            foreach (Fix[] batch in rows.Chunk(40))
            {
                consumer.Process(batch, horizon);
            }

            Assert.Equal(sorted, consumer.Effective);
            Random random = new(304);
            random.Shuffle(rows);
            Assert.Equal(sorted, Fed(new Consumer(Options, fences), rows, random).Effective);
        }
    }

    [Fact]
    public void A_late_report_replays_its_neighbourhood_and_not_the_whole_history()
    {
        FenceVersion fence = new(1, "a", 1, FenceVersion.Always.From, FenceVersion.Always.To, Random_worlds.ShapeAt(0, 100, round: true), 0);
        Fix[] history = [.. Enumerable.Range(0, 3000).Select(i => Random_worlds.At(i, i / 5 % 2 * 500))];
        Consumer consumer = new(Options, [fence]);
        consumer.Process(history.Where((_, i) => i != 1502), Random_worlds.Start);
        int before = consumer.Reads;
        consumer.Process([history[1502]], Random_worlds.Start);
        Assert.InRange(consumer.Reads - before, 1, 30);
        Assert.Equal(Sorted([fence], history), consumer.Effective);
    }

    private static DateTime? Close(List<FenceVersion> known, FenceVersion[] fences, FenceVersion before)
    {
        int open = known.FindLastIndex(version => version.FenceId == before.FenceId && version.Version < before.Version);
        if (open < 0)
        {
            return null;
        }

        known[open] = fences.Single(version => version.FenceId == before.FenceId && version.Version == known[open].Version);
        return known[open].ValidTo;
    }

    private static void Check(int times, Action<Fix[], FenceVersion[], int> property) => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(times).WithEndSize(80),
        Prop.ForAll(
            Gen.Zip(Gen.Zip(Random_worlds.Histories, Random_worlds.Fences), Gen.Choose(0, int.MaxValue - 1)).ToArbitrary(),
            given => property([.. given.Item1.Item1], given.Item1.Item2, given.Item2)));

    private static IReadOnlyList<FenceEvent> Sorted(IEnumerable<FenceVersion> fences, IEnumerable<Fix> reports, DateTime? horizon = null) => new FenceJudge(Options)
        .Judge(
            new FenceIndex(fences), trackerId: 1, previous: null, insideBefore: [], [.. reports.DistinctBy(fix => fix.Key).OrderBy(fix => fix.Key)],
            horizon ?? Random_worlds.End)
        .Events;

    private static Consumer Fed(Consumer consumer, Fix[] reports, Random random)
    {
        DateTime now = Random_worlds.Start;
        for (int from = 0; from < reports.Length;)
        {
            int count = Math.Min(random.Next(1, 20), reports.Length - from);
            now = now.AddMinutes(random.Next(0, 20));
            consumer.Process(reports.AsSpan(from, count).ToArray(), now < Random_worlds.End ? now : Random_worlds.End);
            from += count;
        }

        consumer.Settle(Random_worlds.End);
        return consumer;
    }
}
