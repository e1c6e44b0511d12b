using System.ComponentModel.DataAnnotations;
using GeofenceProcessor.Indexing;
using GeofenceProcessor.Judging;
using Tracker.Data.Fences;
using Tracker.Geo.Fences;
using Tracker.Geo.Reports;

namespace GeofenceProcessor.Tests.Judging;

public sealed class FenceJudgeTests
{
    private static readonly FenceVersion Circle = Version("a", RandomWorlds.ShapeAt(0, 100, round: true), margin: 20);

    [Fact]
    public void First_report_inside_is_an_initial_enter_and_a_later_one_is_not()
    {
        Assert.True(Assert.Single(Judge([Circle], [At(0, 0)])).Initial);
        Assert.False(Assert.Single(Judge([Circle], [At(0, 500), At(1, 0)])).Initial);
    }

    [Fact]
    public void Exits_come_before_enters_each_in_the_order_of_the_keys() => Assert.Equal(
        ["Enter a", "Enter b", "Exit a", "Exit b", "Enter c", "Enter d"],
        Judge(
            [
                Version("d", RandomWorlds.ShapeAt(500, 100, round: true)), Version("b", RandomWorlds.ShapeAt(0, 90, round: false)),
                Version("c", RandomWorlds.ShapeAt(500, 90, round: false)), Version("a", RandomWorlds.ShapeAt(0, 100, round: true)),
            ],
            [At(0, 0), At(1, 500)]).Select(happened => $"{happened.Type} {(char)happened.FenceId}"));

    [Theory]
    [InlineData(119, null, false)]
    [InlineData(121, null, true)]
    [InlineData(130, 15.0, false)]
    [InlineData(140, 15.0, true)]
    [InlineData(500, 100.0, true)]
    [InlineData(500, 100.5, false)]
    public void Tracker_leaves_beyond_the_margin_plus_its_accuracy_and_never_by_an_inaccurate_report(int metres, double? accuracy, bool leaves) =>
        Assert.Equal(leaves, Judge([Circle], [At(0, 0), At(1, metres, accuracy)]).Exists(happened => happened.Type == FenceEventType.Exit));

    [Fact]
    public void Tracker_in_the_margin_does_not_enter() => Assert.Empty(Judge([Circle], [At(0, 500), At(1, 110)]));

    [Fact]
    public void Fence_that_begins_and_ends_around_a_tracker_causes_an_initial_enter_and_an_exit_at_those_moments() => Assert.Equal(
        [
            new FenceEvent(Circle.FenceId, 1, FenceEventType.Enter, Minute(5), ReportFingerprint: null, Initial: true, FenceEventReason.FenceBegan, Minute(5)),
            new FenceEvent(Circle.FenceId, 1, FenceEventType.Exit, Minute(8), ReportFingerprint: null, Initial: false, FenceEventReason.FenceEnded, Minute(5)),
        ],
        Judge([Circle with { ValidFrom = Minute(5), ValidTo = Minute(8) }], [At(0, 0), At(10, 0)]));

    [Fact]
    public void New_version_causes_an_exit_only_if_it_no_longer_contains_the_tracker()
    {
        FenceVersion first = Circle with { ValidTo = Minute(5) };
        FenceVersion second = Circle with { Version = 2, ValidFrom = Minute(5) };
        Assert.Single(Judge([first, second with { Shape = RandomWorlds.ShapeAt(110, 100, round: true) }], [At(0, 0), At(10, 0)]));
        Assert.Equal(
            new FenceEvent(Circle.FenceId, 2, FenceEventType.Exit, Minute(5), ReportFingerprint: null, Initial: false, FenceEventReason.FenceChanged, Minute(0)),
            Judge([first, second with { Shape = RandomWorlds.ShapeAt(130, 100, round: true) }], [At(0, 0), At(10, 0)])[^1]);
    }

    [Fact]
    public void Boundary_is_judged_by_the_last_report_before_it_and_a_report_at_that_moment_follows()
    {
        List<FenceEvent> events = Judge([Circle with { ValidFrom = Minute(5) }], [At(0, 0), At(5, 500)]);
        Assert.Equal([FenceEventType.Enter, FenceEventType.Exit], events.Select(happened => happened.Type));
        Assert.Equal([null, At(5, 500).Key.Fingerprint], events.Select(happened => happened.ReportFingerprint));
    }

    [Fact]
    public void Boundaries_after_the_last_report_count_up_to_the_judging_limit()
    {
        FenceVersion later = Circle with { ValidFrom = Minute(5) };
        Assert.Empty(Judge([later], [At(0, 0)], Minute(5).AddTicks(-1)));
        Assert.Single(Judge([later], [At(0, 0)], Minute(5)));
    }

    [Fact]
    public void Invalid_input_is_refused()
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

    private static DateTime Minute(int minute) => RandomWorlds.Start.AddMinutes(minute);

    private static Fix At(double minutes, int metres, double? accuracy = null) => RandomWorlds.At(minutes, metres, accuracy);

    private static FenceVersion Version(string key, FenceShape shape, double margin = 0) =>
        new(key[0], key, 1, FenceVersion.Always.From, FenceVersion.Always.To, shape, margin);

    private static List<FenceEvent> Judge(FenceVersion[] fences, Fix[] reports, DateTime? judgingLimit = null) =>
        [.. new FenceJudge(new FenceJudgeOptions()).Judge(new FenceIndex(fences), trackerId: 1, previous: null, insideBefore: [], reports, judgingLimit ?? DateTime.MinValue).Events];
}
