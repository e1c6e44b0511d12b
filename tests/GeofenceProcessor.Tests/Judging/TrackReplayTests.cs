using FsCheck;
using FsCheck.Fluent;
using GeofenceProcessor.Fences;
using GeofenceProcessor.Indexing;
using GeofenceProcessor.Judging;
using GeofenceProcessor.Tests.Recomputing;
using Tracker.Data.Fences;
using Tracker.Geo.Reports;
using Tracker.Tests.Days;

namespace GeofenceProcessor.Tests.Judging;

/// <summary>
/// The central promise: the order and the batches of reports and of changes of fences do not change the effective events
/// and presences; they are those of one sorted run.
/// </summary>
public sealed class TrackReplayTests
{
    private const long Bus = 1;

    private static readonly FenceJudgeOptions Options = new();
    private static readonly FenceJudge Judge = new(Options);

    // On a line, and over twelve kilometres, half of them across the antimeridian, with fences that have active hours.
    private static readonly Gen<(Fix[] History, FenceVersion[] Fences)> Worlds = Gen.OneOf(
        Gen.Zip(RandomWorlds.Histories, RandomWorlds.Fences), WideWorlds.All.Select(wide => (wide.World.History, wide.World.Fences)));

    [Fact]
    public void One_sorted_run_gives_the_results_of_the_plain_rules() => Check(Gen.Zip(RandomWorlds.Histories, RandomWorlds.Fences), (history, fences, _) =>
        Assert.Equal(NaiveJudge.Events(fences, history, Options.AccuracyCapMetres, RandomWorlds.End), Sorted(fences, history).Events));

    [Fact]
    public void Any_order_and_batches_give_the_events_of_one_sorted_run() => Check(Worlds, (history, fences, seed) =>
    {
        Random random = new(seed);
        Fix[] shuffled = [.. history];
        random.Shuffle(shuffled);
        AssertSorted(fences, history, Fed(new MemoryShard(Judge), Snapshot(fences), shuffled, random));
    });

    [Fact]
    public void Few_late_reports_give_the_events_of_one_sorted_run() => Check(Worlds, (history, fences, seed) =>
    {
        Random random = new(seed);
        Fix[] late = [.. history.Select((fix, i) => (fix, At: i + (random.Next(10) == 0 ? random.Next(40) : 0))).OrderBy(due => due.At).Select(due => due.fix)];
        AssertSorted(fences, history, Fed(new MemoryShard(Judge), Snapshot(fences), late, random));
    });

    [Fact]
    public void Fences_that_change_between_batches_give_the_events_of_the_final_fences() => Check(Worlds, (history, fences, seed) =>
    {
        Random random = new(seed);
        ChangingFences changed = new(fences);
        MemoryShard shard = new(Judge);
        while (changed.AnyLeft)
        {
            Fed(shard, changed.Snapshot(), [.. history.Where(_ => random.Next(8) == 0)], random);
            changed.Next();
            shard.Recompute(changed.Snapshot(), RandomWorlds.End);
            changed.Judged(shard.FenceRevision);
        }

        AssertSorted(fences, history, Fed(shard, changed.Snapshot(), history, random));
    });

    [Theory]
    [MemberData(nameof(LocationDay.All), MemberType = typeof(LocationDay))]
    public void A_day_in_the_order_of_the_file_and_all_shuffled_gives_the_events_of_the_sorted_day(string day)
    {
        FenceVersion[] fences = DayFences.Of(LocationDay.Of(day));
        foreach (IGrouping<string, (string Tracker, Fix Fix)> bus in LocationDay.Of(day).Fixes().GroupBy(row => row.Tracker))
        {
            Fix[] rows = [.. bus.Select(row => row.Fix)];
            DateTime judgingLimit = rows.Max(fix => fix.RecordedAt);
            MemoryShard shard = new(Judge, page: 50);
            shard.Recompute(Snapshot(fences), judgingLimit);
            foreach (Fix[] batch in rows.Chunk(40))
            {
                shard.Take(Bus, batch);
                shard.Recompute(Snapshot(fences), judgingLimit);
            }

            AssertSorted(fences, rows, shard, judgingLimit);
            Random random = new(304);
            Fix[] shuffled = [.. rows];
            random.Shuffle(shuffled);
            AssertSorted(fences, rows, Fed(new MemoryShard(Judge), Snapshot(fences), shuffled, random));
        }
    }

    [Fact]
    public void Late_report_replays_its_neighbourhood_and_not_the_whole_history()
    {
        FenceVersion fence = new(1, "a", 1, FenceVersion.Always.From, FenceVersion.Always.To, RandomWorlds.ShapeAt(0, 100, round: true), 0);
        Fix[] history = [.. Enumerable.Range(0, 3000).Select(i => RandomWorlds.At(i, i / 5 % 2 * 500))];
        MemoryShard shard = new(Judge);
        shard.Recompute(Snapshot([fence]), RandomWorlds.Start);
        shard.Take(Bus, history.Where((_, i) => i != 1502));
        int before = shard.Reads;

        shard.Take(Bus, [history[1502]]);

        Assert.InRange(shard.Reads - before, 1, 30);
        AssertSorted([fence], history, shard, RandomWorlds.Start);
    }

    private static void Check(Gen<(Fix[] History, FenceVersion[] Fences)> worlds, Action<Fix[], FenceVersion[], int> property) => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(80),
        Prop.ForAll(Gen.Zip(worlds, Gen.Choose(0, int.MaxValue - 1)).ToArbitrary(), given => property(given.Item1.History, given.Item1.Fences, given.Item2)));

    private static FenceSnapshot Snapshot(IEnumerable<FenceVersion> fences) => new(0, new FenceIndex(fences), []);

    private static FenceJudgement Sorted(IEnumerable<FenceVersion> fences, IEnumerable<Fix> reports, DateTime? judgingLimit = null) => Judge.Judge(
        new FenceIndex(fences), Bus, previous: null, insideBefore: [], [.. reports.DistinctBy(fix => fix.Key).OrderBy(fix => fix.Key)], judgingLimit ?? RandomWorlds.End);

    private static void AssertSorted(IEnumerable<FenceVersion> fences, Fix[] reports, MemoryShard shard, DateTime? judgingLimit = null)
    {
        FenceJudgement sorted = Sorted(fences, reports, judgingLimit);
        Assert.Equal(sorted.Events, shard.Effective(Bus));
        Assert.Equal(sorted.Inside, shard.Inside(Bus));
    }

    private static MemoryShard Fed(MemoryShard shard, FenceSnapshot fences, Fix[] reports, Random random)
    {
        DateTime now = RandomWorlds.Start;
        shard.Recompute(fences, now);
        for (int from = 0; from < reports.Length;)
        {
            int count = Math.Min(random.Next(1, 20), reports.Length - from);
            now = now.AddMinutes(random.Next(0, 20));
            shard.Take(Bus, reports.AsSpan(from, count).ToArray());
            shard.Recompute(fences, now < RandomWorlds.End ? now : RandomWorlds.End);
            from += count;
        }

        shard.Recompute(fences, RandomWorlds.End);
        return shard;
    }
}
