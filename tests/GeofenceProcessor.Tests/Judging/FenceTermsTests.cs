using GeofenceProcessor.Indexing;
using GeofenceProcessor.Judging;
using Tracker.Data.Fences;
using Tracker.Geo.Reports;

namespace GeofenceProcessor.Tests.Judging;

/// <summary>Semantics 13, 15 and 17: dwells, crossings, accuracy, active hours and trackers of a fence.</summary>
public sealed class FenceTermsTests
{
    private static readonly FenceVersion Circle = new(
        7, "a", 1, FenceVersion.Always.From, FenceVersion.Always.To, RandomWorlds.ShapeAt(0, 100, round: true), 20);

    // RandomWorlds.Start is midnight UTC on a Thursday.
    private static readonly ActiveHours Mornings = ActiveHours.Parse("06:00-09:00", "Etc/UTC");

    [Fact]
    public void Dwell_occurs_when_it_is_due_although_the_next_report_comes_later()
    {
        FenceEvent dwell = Judge(With(Dwell(10)), [At(0, 0), At(60, 0)])[^1];
        Assert.Equal((FenceEventType.Dwell, Minute(10), null, Minute(0)), (dwell.Type, dwell.OccurredAt, dwell.ReportFingerprint, dwell.EnteredAt));
    }

    [Fact]
    public void Dwell_occurs_without_a_further_report_but_not_before_it_is_due()
    {
        Assert.DoesNotContain(Judge(With(Dwell(10)), [At(0, 0)], Minute(10).AddTicks(-1)), IsDwell);
        Assert.Single(Judge(With(Dwell(10)), [At(0, 0)], Minute(10)), IsDwell);
    }

    [Fact]
    public void Visit_that_ends_before_the_dwell_is_due_causes_none_and_one_that_ends_then_does()
    {
        Assert.DoesNotContain(Judge(With(Dwell(10)), [At(0, 0), At(9.9, 500)], Minute(60)), IsDwell);
        Assert.Equal(["Enter", "Dwell", "Exit"], Judge(With(Dwell(10)), [At(0, 0), At(10, 500)], Minute(60)).Select(happened => $"{happened.Type}"));
    }

    [Fact]
    public void Each_visit_causes_at_most_one_dwell() =>
        Assert.Equal(2, Judge(With(Dwell(10)), [At(0, 0), At(30, 0), At(40, 500), At(50, 0), At(90, 0)], Minute(200)).Count(happened => happened.Type == FenceEventType.Dwell));

    [Fact]
    public void Judging_from_the_middle_of_a_visit_repeats_no_dwell()
    {
        FenceIndex fences = new([With(Dwell(10))]);
        FenceJudge judge = new(new FenceJudgeOptions());
        Assert.Empty(judge.Judge(fences, 1, At(20, 0), [new InsideFence(7, Minute(0))], [At(30, 0)], Minute(60)).Events);
        Assert.Single(judge.Judge(fences, 1, At(5, 0), [new InsideFence(7, Minute(0))], [At(30, 0)], Minute(60)).Events, IsDwell);
    }

    [Fact]
    public void Presence_contains_the_time_at_which_its_dwell_is_due()
    {
        FenceJudgement judgement = new FenceJudge(new FenceJudgeOptions()).Judge(new FenceIndex([With(Dwell(10))]), 1, null, [], [At(0, 0)], Minute(5));
        Assert.Equal(new Presence(7, Minute(0), Minute(10)), Assert.Single(judgement.Inside));
    }

    [Fact]
    public void Leg_through_a_fence_that_contains_neither_end_is_a_cross_if_enabled()
    {
        FenceTerms crossings = new() { Crossings = true };
        FenceEvent cross = Assert.Single(Judge(With(crossings), [At(0, -500), At(10, 500)]));
        Assert.Equal((FenceEventType.Cross, Minute(10)), (cross.Type, cross.OccurredAt));
        Assert.Empty(Judge(Circle, [At(0, -500), At(10, 500)]));
        Assert.DoesNotContain(Judge(With(crossings), [At(0, -500), At(10, 0), At(20, 500)]), happened => happened.Type == FenceEventType.Cross);
        Assert.Empty(Judge(With(crossings), [At(0, 200), At(10, 500)]));
    }

    [Fact]
    public void Exits_come_before_crossings_and_crossings_before_enters() => Assert.Equal(
        ["Enter 1", "Exit 1", "Cross 4", "Cross 2", "Enter 3"],
        Judge(
            [
                Circle with { FenceId = 1, Key = "z" },
                Circle with { FenceId = 2, Key = "y", Shape = RandomWorlds.ShapeAt(500, 100, round: true), Terms = new FenceTerms { Crossings = true } },
                Circle with { FenceId = 4, Key = "w", Shape = RandomWorlds.ShapeAt(500, 50, round: true), Terms = new FenceTerms { Crossings = true } },
                Circle with { FenceId = 3, Key = "x", Shape = RandomWorlds.ShapeAt(1000, 100, round: true) },
            ],
            [At(0, 0), At(10, 1000)]).Select(happened => $"{happened.Type} {happened.FenceId}"));

    [Fact]
    public void Report_less_accurate_than_the_fences_own_cap_changes_nothing_there()
    {
        FenceVersion fine = With(new FenceTerms { AccuracyCapMetres = 30 });
        Assert.Empty(Judge(fine, [At(0, 0, 50)]));
        Assert.Single(Judge(fine, [At(0, 0, 10), At(1, 500, 50)]));
        Assert.Equal(2, Judge(fine, [At(0, 0, 10), At(1, 500, 30)]).Count);
        Assert.False(Assert.Single(Judge(fine, [At(0, 0, 50), At(1, 0, 10)])).Initial);
    }

    [Fact]
    public void Fence_for_some_trackers_does_not_apply_to_others()
    {
        FenceVersion assigned = Circle with { TrackerIds = new HashSet<long> { 2 } };
        FenceJudge judge = new(new FenceJudgeOptions());
        Assert.Empty(judge.Judge(new FenceIndex([assigned]), 1, null, [], [At(0, 0)], Minute(60)).Events);
        Assert.Single(judge.Judge(new FenceIndex([assigned]), 2, null, [], [At(0, 0)], Minute(60)).Events);
    }

    [Fact]
    public void Fence_opens_and_closes_around_a_tracker_at_its_active_hours()
    {
        List<FenceEvent> events = Judge(With(new FenceTerms { Hours = Mornings }), [At(0, 0), At(600, 0)], Minute(600));
        Assert.Equal(
            [(FenceEventType.Enter, Minute(360), true, FenceEventReason.FenceOpened), (FenceEventType.Exit, Minute(540), false, FenceEventReason.FenceClosed)],
            events.Select(happened => (happened.Type, happened.OccurredAt, happened.Initial, happened.Reason)));
    }

    [Fact]
    public void Fence_is_neither_entered_nor_crossed_outside_its_active_hours()
    {
        FenceVersion mornings = With(new FenceTerms { Hours = Mornings, Crossings = true });
        Assert.Empty(Judge(mornings, [At(0, 500), At(10, 0), At(20, -500)]));
        Assert.Equal([FenceEventType.Enter, FenceEventType.Exit], Judge(mornings, [At(370, 500), At(380, 0), At(390, -500)]).Select(happened => happened.Type));
    }

    [Fact]
    public void Silent_tracker_does_not_enter_again_every_day()
    {
        List<FenceEvent> events = Judge(With(new FenceTerms { Hours = Mornings }), [At(0, 0)], Minute(60 * 24 * 30));
        Assert.Equal([FenceEventType.Enter, FenceEventType.Exit], events.Select(happened => happened.Type));
    }

    private static bool IsDwell(FenceEvent happened) => happened.Type == FenceEventType.Dwell;

    private static FenceTerms Dwell(int minutes) => new() { Dwell = TimeSpan.FromMinutes(minutes) };

    private static FenceVersion With(FenceTerms terms) => Circle with { Terms = terms };

    private static DateTime Minute(double minute) => RandomWorlds.Start.AddMinutes(minute);

    private static Fix At(double minutes, int metres, double? accuracy = null) => RandomWorlds.At(minutes, metres, accuracy);

    private static List<FenceEvent> Judge(FenceVersion fence, Fix[] reports, DateTime? judgingLimit = null) => Judge([fence], reports, judgingLimit);

    private static List<FenceEvent> Judge(FenceVersion[] fences, Fix[] reports, DateTime? judgingLimit = null) =>
        [.. new FenceJudge(new FenceJudgeOptions()).Judge(new FenceIndex(fences), 1, previous: null, insideBefore: [], reports, judgingLimit ?? DateTime.MinValue).Events];
}
