using Tracker.Geo.Reports;

namespace GeofenceProcessor.Judging;

/// <summary>
/// Reconstructs the state of a tracker after any of its reports from its current state and its effective events. Judging
/// can therefore start anywhere without further stored state.
/// </summary>
/// <remarks>
/// Order within one moment: events caused by a boundary at b come first (judged by the last position before b), then the
/// reports of that moment by fingerprint. A report at exactly b is judged by the versions valid from b on.
/// </remarks>
internal static class FenceStates
{
    /// <summary>
    /// The fences that a tracker was inside of right after a report, including events at the same moment before it. Undoes
    /// the later events: a fence whose first later event is an enter did not contain the tracker, any other did.
    /// </summary>
    /// <param name="report">A report; null for the time before the first report.</param>
    /// <param name="effective">The tracker's effective events in any order. Events up to the report are ignored and may be omitted.</param>
    /// <param name="presences">The fences that the tracker is currently inside of.</param>
    public static InsideFence[] InsideAfter(ReportKey? report, IEnumerable<FenceEvent> effective, IEnumerable<Presence> presences)
    {
        var inside = presences.ToDictionary(presence => presence.FenceId, presence => presence.EnteredAt);
        foreach (IGrouping<long, FenceEvent> fence in effective
            .Where(happened => happened.Type != FenceEventType.Cross && IsAfter(happened, report))
            .GroupBy(happened => happened.FenceId))
        {
            FenceEvent first = fence.Aggregate(static (one, other) => Order(one, other) <= 0 ? one : other);
            if (first.Type == FenceEventType.Enter)
            {
                inside.Remove(fence.Key);
            }
            else
            {
                inside[fence.Key] = first.EnteredAt;
            }
        }

        return [.. inside.Select(visit => new InsideFence(visit.Key, visit.Value))];
    }

    /// <summary>
    /// Whether an event comes after the report <paramref name="previous"/>, so that judging from there computes it again.
    /// </summary>
    public static bool IsAfter(FenceEvent candidate, ReportKey? previous) =>
        previous is not { } key
        || candidate.OccurredAt > key.RecordedAt
        || (candidate.OccurredAt == key.RecordedAt && candidate.ReportFingerprint > key.Fingerprint);

    /// <summary>
    /// Whether two states are equal. If a replay reaches the stored state at a report after every late one, it cannot
    /// differ later: the stored events from there on are valid, and the replay may stop.
    /// </summary>
    public static bool Same(IReadOnlyList<InsideFence> one, IReadOnlyList<InsideFence> other) => one.ToHashSet().SetEquals(other);

    /// <summary>
    /// Orders events by time, then boundaries before reports, then reports by fingerprint, then by type. Events that
    /// compare equal are in the ordinal order of the fences' keys.
    /// </summary>
    public static int Order(FenceEvent one, FenceEvent other)
    {
        int byTime = one.OccurredAt.CompareTo(other.OccurredAt);
        int byReport = byTime != 0 ? byTime : Nullable.Compare(one.ReportFingerprint, other.ReportFingerprint);
        return byReport != 0 ? byReport : one.Type.CompareTo(other.Type);
    }
}
