using Tracker.Data.Model;

namespace TrackerStatus.Timeline;

/// <summary>
/// The states of a tracker as a function of the different event times of its reports, t1 to tn, and the threshold: active
/// at t1; inactive at ti + threshold wherever the next time is later than that, and active again at the next. Only the open
/// end asks the clock: inactive at tn + threshold once now is later than that.
/// </summary>
/// <remarks>
/// It is local: what lies between two neighbouring times depends on nothing else. New times in order or late: take the
/// neighbours of the first and the last of them (<c>previous</c>, <c>next</c>) and all times between; the result is compared with
/// the effective transitions later than <c>previous</c> and not later than <c>next</c>. Where there is no next, the open end
/// (<see cref="OpenEnd"/>) belongs to the result, and all later transitions to the comparison.
/// </remarks>
internal static class StatusTimeline
{
    /// <summary>The transitions later than <paramref name="previous"/> and not later than <paramref name="next"/>.</summary>
    /// <param name="previous">The last event time before the others; null where <paramref name="times"/> begin the tracker's history.</param>
    /// <param name="times">All event times between the two, ascending; repeated ones count once.</param>
    /// <param name="next">The first event time after the others; null where there is none.</param>
    /// <param name="inactiveAfter">The threshold; more than zero.</param>
    /// <exception cref="ArgumentException">The times are out of order.</exception>
    public static IReadOnlyList<StatusTransition> Between(
        DateTime? previous, IReadOnlyList<DateTime> times, DateTime? next, TimeSpan inactiveAfter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(inactiveAfter, TimeSpan.Zero);
        List<StatusTransition> transitions = [];
        DateTime? seen = previous;
        foreach (DateTime time in times)
        {
            Step(transitions, seen, time, inactiveAfter);
            seen = time;
        }

        if (next is { } end)
        {
            Step(transitions, seen, end, inactiveAfter);
        }

        return transitions;
    }

    /// <summary>The transition after the last event time; null while the tracker is active.</summary>
    public static StatusTransition? OpenEnd(DateTime lastSeen, TimeSpan inactiveAfter, DateTime now) =>
        now - lastSeen > inactiveAfter ? Inactive(lastSeen, inactiveAfter) : null;

    /// <summary>The state of a tracker seen last at <paramref name="lastSeen"/>; null for one that never was.</summary>
    public static TrackerState StateAt(DateTime? lastSeen, TimeSpan inactiveAfter, DateTime now) =>
        lastSeen is not { } seen ? TrackerState.NeverSeen
        : OpenEnd(seen, inactiveAfter, now) is null ? TrackerState.Active
        : TrackerState.Inactive;

    private static void Step(List<StatusTransition> transitions, DateTime? from, DateTime to, TimeSpan inactiveAfter)
    {
        if (from is not { } seen)
        {
            transitions.Add(new StatusTransition(TrackerState.NeverSeen, TrackerState.Active, to));
            return;
        }

        if (to < seen)
        {
            throw new ArgumentException($"The event time {to:O} comes after {seen:O}: sort them.", nameof(to));
        }

        if (to - seen > inactiveAfter)
        {
            transitions.Add(Inactive(seen, inactiveAfter));
            transitions.Add(new StatusTransition(TrackerState.Inactive, TrackerState.Active, to));
        }
    }

    private static StatusTransition Inactive(DateTime seen, TimeSpan inactiveAfter) =>
        new(TrackerState.Active, TrackerState.Inactive, seen + inactiveAfter);
}
