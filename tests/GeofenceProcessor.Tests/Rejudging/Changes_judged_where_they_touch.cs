using FsCheck;
using FsCheck.Fluent;
using GeofenceProcessor.Fences;
using GeofenceProcessor.Indexing;
using GeofenceProcessor.Judging;
using GeofenceProcessor.Rejudging;
using GeofenceProcessor.Replaying;
using GeofenceProcessor.Tests.Judging;
using Tracker.Data.Fences;
using Tracker.Geo.Fences;
using Tracker.Geo.Reports;

namespace GeofenceProcessor.Tests.Rejudging;

/// <summary>A change is judged where it can touch, and what comes of it is what judging everything anew gives.</summary>
public sealed class Changes_judged_where_they_touch
{
    private static readonly FenceJudge Judge = new(new FenceJudgeOptions());

    [Fact]
    public void Random_changes_in_random_worlds_give_what_judging_everything_anew_gives_for_far_less()
    {
        (long narrowed, long full) read = (0, 0);
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(80),
            Prop.ForAll(
                Wide_worlds.All.ToArbitrary(),
                given =>
                {
                    (int narrowed, int full) = Live(given.World, new Random(given.Seed));
                    read = (read.narrowed + narrowed, read.full + full);
                }));
        Assert.True(read.narrowed * 3 < read.full * 2, $"{read.narrowed} of {read.full} reports were judged anew");
    }

    [Fact]
    public void Changes_and_reports_that_come_while_a_change_is_judged_some_trackers_at_a_time_leave_what_judging_everything_anew_gives() => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(80),
        Prop.ForAll(Wide_worlds.All.ToArbitrary(), given => InTurns(given.World, new Random(given.Seed))));

    [Fact]
    public void An_end_that_comes_before_the_moment_of_a_judging_under_way_counts_for_a_report_that_comes_meanwhile()
    {
        DateTime end = Random_worlds.Start.AddHours(1);
        FenceSnapshot fences = new(0, new FenceIndex([new FenceVersion(1, "a", 1, FenceVersion.Always.From, end, Random_worlds.ShapeAt(0, 100, round: true), 20)]), []);
        MemoryShard shard = new(Judge);
        shard.Rejudge(fences, Random_worlds.Start);
        shard.Take(1, [Random_worlds.At(10, 500)]);
        shard.Take(2, [Random_worlds.At(10, 0)]);
        shard.Take(3, [Random_worlds.At(10, 0)]);
        Assert.False(shard.Rejudge(fences, end.AddHours(1), trackers: 1));

        // The judging has the first tracker behind it.
        shard.Take(1, [Random_worlds.At(30, 0)]);
        while (!shard.Rejudge(fences, end.AddHours(1), trackers: 1))
        {
        }

        Assert.Equal([FenceEventType.Enter, FenceEventType.Exit], shard.Effective(1).Select(happened => happened.Type));
        Assert.All([1, 2, 3], tracker => Assert.Empty(shard.Inside(tracker)));
    }

    [Fact]
    public void Changes_that_never_end_leave_no_tracker_waiting()
    {
        FenceVersion fence = new(1, "a", 1, Random_worlds.Start, FenceVersion.Always.To, Random_worlds.ShapeAt(0, 100, round: true), 20);
        MemoryShard shard = new(Judge);
        long[] trackers = [1, 2, 3, 4, 5];
        shard.Rejudge(Snapshot(fence, revision: 1), Random_worlds.Start);
        foreach (long tracker in trackers)
        {
            shard.Take(tracker, [Random_worlds.At(10, 500)]);
        }

        for (long revision = 2; revision < 2 + trackers.Length; revision++)
        {
            shard.Rejudge(Snapshot(fence with { Shape = Random_worlds.ShapeAt(500, (int)(100 + revision), round: true) }, revision), Random_worlds.Start, trackers: 1);
        }

        Assert.All(trackers, tracker => Assert.Single(shard.Effective(tracker)));
    }

    [Fact]
    public void A_tracker_is_judged_anew_from_the_first_report_that_a_change_can_touch()
    {
        FenceVersion fence = new(1, "a", 1, Random_worlds.Start, FenceVersion.Always.To, Random_worlds.ShapeAt(500, 100, round: true), 20);
        FenceReach reach = new(new FenceIndex([fence]), Judge, new Dictionary<long, DateTime> { [1] = Random_worlds.Start });
        Track track = new(1, Random_worlds.At(-10, 0), [Random_worlds.At(10, 200), Random_worlds.At(20, 380), Random_worlds.At(30, 450), Random_worlds.At(40, 0)]);

        Track narrowed = Assert.IsType<Track>(reach.Narrow(track));

        Assert.Equal(track.Reports[1], narrowed.Previous);
        Assert.Equal(track.Reports.Skip(2), narrowed.Reports);
        Assert.Null(reach.Narrow(track with { Reports = [.. track.Reports.Take(2)] }));
    }

    [Fact]
    public void What_a_tracker_passed_before_a_change_or_after_its_end_is_not_touched()
    {
        DateTime[] moments = [.. Enumerable.Range(0, 3).Select(hour => Random_worlds.Start.AddHours(hour))];
        FenceVersion fence = new(1, "a", 1, moments[1], moments[2], Random_worlds.ShapeAt(0, 100, round: true), 20);
        FenceReach reach = new(new FenceIndex([fence]), Judge, new Dictionary<long, DateTime> { [1] = moments[1] });

        Assert.Null(reach.Narrow(new Track(1, null, [Random_worlds.At(10, 0), Random_worlds.At(30, 400), Random_worlds.At(130, 0)])));
        Assert.NotNull(reach.Narrow(new Track(1, Random_worlds.At(10, 0), [Random_worlds.At(90, 400)])));
        Assert.NotNull(reach.Narrow(new Track(1, null, [Random_worlds.At(10, 0)])));
    }

    [Fact]
    public void Many_areas_lie_in_a_few_boxes()
    {
        FenceVersion[] fences = [.. Enumerable.Range(0, 500).Select(i => new FenceVersion(
            i, $"{i}", 1, FenceVersion.Always.From, FenceVersion.Always.To, new CircleShape(i % 80, i / 3.0, 100), 0))];
        FenceReach reach = new(new FenceIndex(fences), Judge, fences.ToDictionary(fence => fence.FenceId, _ => Random_worlds.Start));

        Assert.InRange(reach.Boxes.Count, 2, 16);
        Assert.All(fences.Select(fence => (CircleShape)fence.Shape), circle => Assert.Contains(reach.Boxes, box => box.Holds(circle.Longitude, circle.Latitude)));
    }

    private static FenceSnapshot Snapshot(FenceVersion fence, long revision) =>
        new(revision, new FenceIndex([fence]), [new FenceChange(fence.FenceId, revision, fence.ValidFrom)]);

    /// <summary>Whenever the shard that takes its time is done, it is like the one that judges all at once.</summary>
    private static void InTurns(Wide_worlds world, Random random)
    {
        (MemoryShard inTurns, MemoryShard full) = (new MemoryShard(Judge), new MemoryShard(Judge, isNarrowed: false));
        Changed_fences changed = new(world.Fences);
        Fix[] history = [.. world.History];
        random.Shuffle(history);
        DateTime now = Random_worlds.Start;
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
            done = inTurns.Rejudge(snapshot, now, trackers: 1);
            full.Rejudge(snapshot, now);
            changed.Judged(inTurns.FenceRevision);
            if (done)
            {
                Assert.Equal(full.State, inTurns.State);
            }
        }
    }

    /// <summary>Reports, changes and time come in any order; each change that is seen leaves both shards alike.</summary>
    private static (int Narrowed, int Full) Live(Wide_worlds world, Random random)
    {
        (MemoryShard narrowed, MemoryShard full) = (new MemoryShard(Judge, isNarrowed: true), new MemoryShard(Judge, isNarrowed: false));
        Changed_fences changed = new(world.Fences);
        Fix[] history = [.. world.History];
        random.Shuffle(history);
        DateTime now = Random_worlds.Start;
        for (int from = 0; from < history.Length || changed.AnyLeft;)
        {
            now = now.AddMinutes(random.Next(0, 90));
            int count = Math.Min(random.Next(0, 12), history.Length - from);
            foreach (long tracker in (long[])[1, 2])
            {
                // The second one stays behind in time and misses some.
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
                narrowed.Rejudge(snapshot, now);
                full.Rejudge(snapshot, now);
                changed.Judged(narrowed.FenceRevision);
                Assert.Equal(full.State, narrowed.State);
            }
        }

        return (narrowed.Rejudged, full.Rejudged);
    }
}
