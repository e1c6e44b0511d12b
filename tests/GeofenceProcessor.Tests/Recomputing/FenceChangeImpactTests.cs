using FsCheck;
using FsCheck.Fluent;
using GeofenceProcessor.Fences;
using GeofenceProcessor.Indexing;
using GeofenceProcessor.Judging;
using GeofenceProcessor.Recomputing;
using GeofenceProcessor.Replaying;
using GeofenceProcessor.Tests.Judging;
using Tracker.Data.Fences;
using Tracker.Geo.Fences;
using Tracker.Geo.Reports;

namespace GeofenceProcessor.Tests.Recomputing;

/// <summary>Recomputing only what a change can affect gives the results of recomputing everything.</summary>
public sealed class FenceChangeImpactTests
{
    private static readonly FenceJudge Judge = new(new FenceJudgeOptions());

    [Fact]
    public void Random_changes_give_the_results_of_recomputing_everything_with_far_fewer_reads()
    {
        (long narrowed, long full) read = (0, 0);
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(80),
            Prop.ForAll(
                WideWorlds.All.ToArbitrary(),
                given =>
                {
                    (int narrowed, int full) = Live(given.World, new Random(given.Seed));
                    read = (read.narrowed + narrowed, read.full + full);
                }));
        Assert.True(read.narrowed * 3 < read.full * 2, $"{read.narrowed} of {read.full} reports were recomputed");
    }

    [Fact]
    public void Changes_and_reports_during_a_pass_give_the_results_of_recomputing_everything() => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(80),
        Prop.ForAll(WideWorlds.All.ToArbitrary(), given => InTurns(given.World, new Random(given.Seed))));

    [Fact]
    public void End_of_a_fence_before_the_limit_of_a_pass_counts_for_a_report_during_the_pass()
    {
        DateTime end = RandomWorlds.Start.AddHours(1);
        FenceSnapshot fences = new(0, new FenceIndex([new FenceVersion(1, "a", 1, FenceVersion.Always.From, end, RandomWorlds.ShapeAt(0, 100, round: true), 20)]), []);
        MemoryShard shard = new(Judge);
        shard.Recompute(fences, RandomWorlds.Start);
        shard.Take(1, [RandomWorlds.At(10, 500)]);
        shard.Take(2, [RandomWorlds.At(10, 0)]);
        shard.Take(3, [RandomWorlds.At(10, 0)]);
        Assert.False(shard.Recompute(fences, end.AddHours(1), trackers: 1));

        // The pass has completed the first tracker.
        shard.Take(1, [RandomWorlds.At(30, 0)]);
        while (!shard.Recompute(fences, end.AddHours(1), trackers: 1))
        {
        }

        Assert.Equal([FenceEventType.Enter, FenceEventType.Exit], shard.Effective(1).Select(happened => happened.Type));
        Assert.All([1, 2, 3], tracker => Assert.Empty(shard.Inside(tracker)));
    }

    [Fact]
    public void Endless_changes_starve_no_tracker()
    {
        FenceVersion fence = new(1, "a", 1, RandomWorlds.Start, FenceVersion.Always.To, RandomWorlds.ShapeAt(0, 100, round: true), 20);
        MemoryShard shard = new(Judge);
        long[] trackers = [1, 2, 3, 4, 5];
        shard.Recompute(Snapshot(fence, revision: 1), RandomWorlds.Start);
        foreach (long tracker in trackers)
        {
            shard.Take(tracker, [RandomWorlds.At(10, 500)]);
        }

        for (long revision = 2; revision < 2 + trackers.Length; revision++)
        {
            shard.Recompute(Snapshot(fence with { Shape = RandomWorlds.ShapeAt(500, (int)(100 + revision), round: true) }, revision), RandomWorlds.Start, trackers: 1);
        }

        Assert.All(trackers, tracker => Assert.Single(shard.Effective(tracker)));
    }

    [Fact]
    public void Tracker_is_recomputed_from_the_first_report_that_a_change_can_affect()
    {
        FenceVersion fence = new(1, "a", 1, RandomWorlds.Start, FenceVersion.Always.To, RandomWorlds.ShapeAt(500, 100, round: true), 20);
        FenceChangeImpact reach = new(new FenceIndex([fence]), Judge, new Dictionary<long, DateTime> { [1] = RandomWorlds.Start });
        Track track = new(1, RandomWorlds.At(-10, 0), [RandomWorlds.At(10, 200), RandomWorlds.At(20, 380), RandomWorlds.At(30, 450), RandomWorlds.At(40, 0)]);

        Track narrowed = Assert.IsType<Track>(reach.Narrow(track));

        Assert.Equal(track.Reports[1], narrowed.Previous);
        Assert.Equal(track.Reports.Skip(2), narrowed.Reports);
        Assert.Null(reach.Narrow(track with { Reports = [.. track.Reports.Take(2)] }));
    }

    [Fact]
    public void Reports_before_a_change_or_after_its_end_are_not_affected()
    {
        DateTime[] moments = [.. Enumerable.Range(0, 3).Select(hour => RandomWorlds.Start.AddHours(hour))];
        FenceVersion fence = new(1, "a", 1, moments[1], moments[2], RandomWorlds.ShapeAt(0, 100, round: true), 20);
        FenceChangeImpact reach = new(new FenceIndex([fence]), Judge, new Dictionary<long, DateTime> { [1] = moments[1] });

        Assert.Null(reach.Narrow(new Track(1, null, [RandomWorlds.At(10, 0), RandomWorlds.At(30, 400), RandomWorlds.At(130, 0)])));
        Assert.NotNull(reach.Narrow(new Track(1, RandomWorlds.At(10, 0), [RandomWorlds.At(90, 400)])));
        Assert.NotNull(reach.Narrow(new Track(1, null, [RandomWorlds.At(10, 0)])));
    }

    [Fact]
    public void Few_boxes_cover_many_areas()
    {
        FenceVersion[] fences = [.. Enumerable.Range(0, 500).Select(i => new FenceVersion(
            i, $"{i}", 1, FenceVersion.Always.From, FenceVersion.Always.To, new CircleShape(i % 80, i / 3.0, 100), 0))];
        FenceChangeImpact reach = new(new FenceIndex(fences), Judge, fences.ToDictionary(fence => fence.FenceId, _ => RandomWorlds.Start));

        Assert.InRange(reach.Boxes.Count, 2, 16);
        Assert.All(fences.Select(fence => (CircleShape)fence.Shape), circle => Assert.Contains(reach.Boxes, box => box.Contains(circle.Longitude, circle.Latitude)));
    }

    private static FenceSnapshot Snapshot(FenceVersion fence, long revision) =>
        new(revision, new FenceIndex([fence]), [new FenceChange(fence.FenceId, revision, fence.ValidFrom)]);

    /// <summary>Whenever the shard that recomputes in steps is done, it equals the one that recomputes everything at once.</summary>
    private static void InTurns(WideWorlds world, Random random)
    {
        (MemoryShard inTurns, MemoryShard full) = (new MemoryShard(Judge), new MemoryShard(Judge, isNarrowed: false));
        ChangingFences changed = new(world.Fences);
        Fix[] history = [.. world.History];
        random.Shuffle(history);
        DateTime now = RandomWorlds.Start;
        bool done = false;
        for (int from = 0; from < history.Length || changed.AnyLeft || !done;)
        {
            now = now.AddMinutes(random.Next(0, 60));
            int count = Math.Min(random.Next(0, 6), history.Length - from);
            foreach (long tracker in (long[])[1, 2, 3])
            {
                Fix[] batch = [.. history.AsSpan(from, count).ToArray().Where(_ => random.Next(3) > 0)];
                inTurns.Take(tracker, batch);
                full.Take(tracker, batch);
            }

            from += count;
            if (random.Next(2) == 0)
            {
                changed.Next();
            }

            FenceSnapshot snapshot = changed.Snapshot();
            done = inTurns.Recompute(snapshot, now, trackers: 1);
            full.Recompute(snapshot, now);
            changed.Judged(inTurns.FenceRevision);
            if (done)
            {
                Assert.Equal(full.State, inTurns.State);
            }
        }
    }

    /// <summary>Reports, changes and time advance in any order; each change that is seen leaves both shards equal.</summary>
    private static (int Narrowed, int Full) Live(WideWorlds world, Random random)
    {
        (MemoryShard narrowed, MemoryShard full) = (new MemoryShard(Judge, isNarrowed: true), new MemoryShard(Judge, isNarrowed: false));
        ChangingFences changed = new(world.Fences);
        Fix[] history = [.. world.History];
        random.Shuffle(history);
        DateTime now = RandomWorlds.Start;
        for (int from = 0; from < history.Length || changed.AnyLeft;)
        {
            now = now.AddMinutes(random.Next(0, 90));
            int count = Math.Min(random.Next(0, 12), history.Length - from);
            foreach (long tracker in (long[])[1, 2])
            {
                // The second shard lags and misses some of the changes.
                Fix[] batch = [.. history.AsSpan(from, count).ToArray().Where(_ => tracker == 1 || random.Next(3) > 0)];
                narrowed.Take(tracker, batch);
                full.Take(tracker, batch);
            }

            from += count;
            for (int changes = random.Next(0, 3); changes > 0; changes--)
            {
                changed.Next();
            }

            if (random.Next(3) > 0 || (from == history.Length && !changed.AnyLeft))
            {
                FenceSnapshot snapshot = changed.Snapshot();
                narrowed.Recompute(snapshot, now);
                full.Recompute(snapshot, now);
                changed.Judged(narrowed.FenceRevision);
                Assert.Equal(full.State, narrowed.State);
            }
        }

        return (narrowed.RecomputedReports, full.RecomputedReports);
    }
}
