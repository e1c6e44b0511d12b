using Tracker.Data.Model;

namespace TrackerStatus.Timeline;

/// <summary>
/// The states of a tracker as a function of the distinct event times t1 to tn of its reports and of the threshold: active
/// at t1; inactive at ti + threshold if the next time is later than that, and active again at the next time. Only the open
/// end depends on the clock: inactive at tn + threshold if now is later than that.
/// </summary>
/// <remarks>
/// The function is local: what lies between two neighbouring times depends on nothing else. For new times, in order or
/// late, take the neighbours of the first and the last of them (<c>previous</c>, <c>next</c>) and all times in between.
/// Compare the result with the effective transitions after <c>previous</c> and up to and including <c>next</c>. If there is
/// no next time, the open end (<see cref="OpenEnd"/>) belongs to the result, and all later transitions to the comparison.
/// </remarks>
internal static class StatusTimeline
{
    /// <summary>Computes the transitions after <paramref name="previous"/> and up to and including <paramref name="next"/>.</summary>
    /// <param name="previous">The last event time before the others; null if <paramref name="times"/> begin the tracker's history.</param>
    /// <param name="times">All event times between the two, ascending; duplicates count once.</param>
    /// <param name="next">The first event time after the others; null if there is none.</param>
    /// <param name="inactiveAfter">The threshold; greater than zero.</param>
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

    /// <summary>The state of a tracker whose last event time is <paramref name="lastSeen"/>; null if it was never seen.</summary>
    public static TrackerState StateAt(DateTime? lastSeen, TimeSpan inactiveAfter, DateTime now)
    {
        if (lastSeen is not { } seen)
        {
            return TrackerState.NeverSeen;
        }

        return OpenEnd(seen, inactiveAfter, now) is null ? TrackerState.Active : TrackerState.Inactive;
    }

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
