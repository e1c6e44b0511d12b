using Tracker.Data.Model;
using TrackerStatus.Timeline;

namespace TrackerStatus.Tests.Timeline;

public sealed class StatusTimelineTests
{
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    [Fact]
    public void First_report_makes_a_tracker_active() =>
        Assert.Equal([new StatusTransition(TrackerState.NeverSeen, TrackerState.Active, Start)], Between(previous: null, [Start], next: null));

    [Fact]
    public void Silence_of_exactly_the_threshold_changes_nothing() => Assert.Empty(Between(Start, [Start + Week], next: null));

    [Fact]
    public void Longer_silence_makes_it_inactive_at_the_threshold_and_active_at_the_next_report() => Assert.Equal(
        [
            new StatusTransition(TrackerState.Active, TrackerState.Inactive, Start + Week),
            new StatusTransition(TrackerState.Inactive, TrackerState.Active, Start.AddDays(8)),
        ],
        Between(Start, [Start.AddDays(8)], next: null));

    [Fact]
    public void Late_report_within_a_silence_removes_the_transitions() =>
        Assert.Empty(Between(Start, [Start.AddDays(5)], next: Start.AddDays(8)));

    [Fact]
    public void Late_report_before_the_first_moves_the_beginning() => Assert.Equal(
        [new StatusTransition(TrackerState.NeverSeen, TrackerState.Active, Start)], Between(previous: null, [Start], next: Start.AddDays(1)));

    [Fact]
    public void Several_reports_at_the_same_moment_count_once() => Assert.Single(Between(previous: null, [Start, Start, Start], next: null));

    [Fact]
    public void Open_end_is_inactive_only_after_more_than_the_threshold()
    {
        Assert.Null(StatusTimeline.OpenEnd(Start, Week, Start + Week));
        Assert.Equal(
            new StatusTransition(TrackerState.Active, TrackerState.Inactive, Start + Week),
            StatusTimeline.OpenEnd(Start, Week, Start + Week + TimeSpan.FromMicroseconds(1)));
    }

    [Fact]
    public void State_depends_on_the_last_event_time()
    {
        Assert.Equal(TrackerState.NeverSeen, StatusTimeline.StateAt(lastSeen: null, Week, Start));
        Assert.Equal(TrackerState.Active, StatusTimeline.StateAt(Start, Week, Start.AddDays(7)));
        Assert.Equal(TrackerState.Inactive, StatusTimeline.StateAt(Start, Week, Start.AddDays(8)));
    }

    [Fact]
    public void Times_out_of_order_are_refused() =>
        Assert.Throws<ArgumentException>(() => Between(Start, [Start.AddDays(-1)], next: null));

    [Fact]
    public void Threshold_of_zero_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => StatusTimeline.Between(null, [Start], null, TimeSpan.Zero));

    private static IReadOnlyList<StatusTransition> Between(DateTime? previous, DateTime[] times, DateTime? next) =>
        StatusTimeline.Between(previous, times, next, Week);
}
