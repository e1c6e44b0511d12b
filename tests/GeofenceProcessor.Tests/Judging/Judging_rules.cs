using System.ComponentModel.DataAnnotations;
using GeofenceProcessor.Indexing;
using GeofenceProcessor.Judging;
using Tracker.Data.Fences;
using Tracker.Geo.Fences;
using Tracker.Geo.Reports;

namespace GeofenceProcessor.Tests.Judging;

public sealed class Judging_rules
{
    private static readonly FenceVersion Circle = Version("a", Random_worlds.ShapeAt(0, 100, round: true), margin: 20);

    [Fact]
    public void The_first_report_inside_is_an_initial_enter_and_a_later_one_is_not()
    {
        Assert.True(Assert.Single(Judge([Circle], [At(0, 0)])).Initial);
        Assert.False(Assert.Single(Judge([Circle], [At(0, 500), At(1, 0)])).Initial);
    }

    [Fact]
    public void Exits_come_before_enters_each_in_the_order_of_the_keys() => Assert.Equal(
        ["Enter a", "Enter b", "Exit a", "Exit b", "Enter c", "Enter d"],
        Judge(
            [
                Version("d", Random_worlds.ShapeAt(500, 100, round: true)), Version("b", Random_worlds.ShapeAt(0, 90, round: false)),
                Version("c", Random_worlds.ShapeAt(500, 90, round: false)), Version("a", Random_worlds.ShapeAt(0, 100, round: true)),
            ],
            [At(0, 0), At(1, 500)]).Select(happened => $"{happened.Type} {(char)happened.FenceId}"));

    [Theory]
    [InlineData(119, null, false)]
    [InlineData(121, null, true)]
    [InlineData(130, 15.0, false)]
    [InlineData(140, 15.0, true)]
    [InlineData(500, 100.0, true)]
    [InlineData(500, 100.5, false)]
    public void A_tracker_leaves_beyond_the_margin_and_its_accuracy_and_never_on_a_coarse_report(int metres, double? accuracy, bool leaves) =>
        Assert.Equal(leaves, Judge([Circle], [At(0, 0), At(1, metres, accuracy)]).Exists(happened => happened.Type == FenceEventType.Exit));

    [Fact]
    public void A_tracker_in_the_margin_does_not_enter() => Assert.Empty(Judge([Circle], [At(0, 500), At(1, 110)]));

    [Fact]
    public void A_fence_that_begins_around_a_tracker_and_ends_there_gives_an_initial_enter_and_an_exit_at_those_moments() => Assert.Equal(
        [
            new FenceEvent(Circle.FenceId, 1, FenceEventType.Enter, Minute(5), ReportFingerprint: null, Initial: true, FenceEventReason.FenceBegan, Minute(5)),
            new FenceEvent(Circle.FenceId, 1, FenceEventType.Exit, Minute(8), ReportFingerprint: null, Initial: false, FenceEventReason.FenceEnded, Minute(5)),
        ],
        Judge([Circle with { ValidFrom = Minute(5), ValidTo = Minute(8) }], [At(0, 0), At(10, 0)]));

    [Fact]
    public void A_new_version_that_still_holds_the_tracker_says_nothing_and_one_that_does_not_says_so()
    {
        FenceVersion first = Circle with { ValidTo = Minute(5) };
        FenceVersion second = Circle with { Version = 2, ValidFrom = Minute(5) };
        Assert.Single(Judge([first, second with { Shape = Random_worlds.ShapeAt(110, 100, round: true) }], [At(0, 0), At(10, 0)]));
        Assert.Equal(
            new FenceEvent(Circle.FenceId, 2, FenceEventType.Exit, Minute(5), ReportFingerprint: null, Initial: false, FenceEventReason.FenceChanged, Minute(0)),
            Judge([first, second with { Shape = Random_worlds.ShapeAt(130, 100, round: true) }], [At(0, 0), At(10, 0)])[^1]);
    }

    [Fact]
    public void At_a_boundary_the_last_position_before_it_counts_and_a_report_of_that_moment_comes_after()
    {
        List<FenceEvent> events = Judge([Circle with { ValidFrom = Minute(5) }], [At(0, 0), At(5, 500)]);
        Assert.Equal([FenceEventType.Enter, FenceEventType.Exit], events.Select(happened => happened.Type));
        Assert.Equal([null, At(5, 500).Key.Fingerprint], events.Select(happened => happened.ReportFingerprint));
    }

    [Fact]
    public void Boundaries_after_the_last_report_count_up_to_the_horizon()
    {
        FenceVersion later = Circle with { ValidFrom = Minute(5) };
        Assert.Empty(Judge([later], [At(0, 0)], Minute(5).AddTicks(-1)));
        Assert.Single(Judge([later], [At(0, 0)], Minute(5)));
    }

    [Fact]
    public void Wrong_input_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Judge([Circle], [At(1, 0), At(0, 0)]));
        Assert.Throws<ArgumentException>(() => new FenceIndex([Circle, Circle with { Version = 2 }]));
        FenceJudge judge = new(new FenceJudgeOptions());
        Assert.Throws<ArgumentException>(() => judge.Judge(new FenceIndex([]), 1, At(0, 0, 500), [], [], DateTime.MinValue));
        Assert.Throws<ArgumentException>(() => judge.Judge(new FenceIndex([]), 1, At(0, 0), [new InsideFence(5, Minute(0))], [], DateTime.MinValue));
        Assert.Contains(
            "AccuracyCapMetres",
            Assert.Throws<ValidationException>(() => new FenceJudge(new FenceJudgeOptions { AccuracyCapMetres = 0 })).Message,
            StringComparison.Ordinal);
    }

    private static DateTime Minute(int minute) => Random_worlds.Start.AddMinutes(minute);

    private static Fix At(double minutes, int metres, double? accuracy = null) => Random_worlds.At(minutes, metres, accuracy);

    private static FenceVersion Version(string key, FenceShape shape, double margin = 0) =>
        new(key[0], key, 1, FenceVersion.Always.From, FenceVersion.Always.To, shape, margin);

    private static List<FenceEvent> Judge(FenceVersion[] fences, Fix[] reports, DateTime? horizon = null) =>
        [.. new FenceJudge(new FenceJudgeOptions()).Judge(new FenceIndex(fences), trackerId: 1, previous: null, insideBefore: [], reports, horizon ?? DateTime.MinValue).Events];
}
