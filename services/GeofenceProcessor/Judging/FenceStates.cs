using Tracker.Geo.Reports;

namespace GeofenceProcessor.Judging;

/// <summary>
/// The state of a tracker at any of its reports, told from where it is now and from its effective events, so that judging
/// can start again anywhere: no other state is kept.
/// </summary>
/// <remarks>
/// Order within one moment: what a boundary at b causes comes first (it is judged by the last position before b), then the
/// reports of that moment by fingerprint. A report at exactly b is judged by the versions valid from b on.
/// </remarks>
internal static class FenceStates
{
    /// <summary>
    /// The fences that a tracker was inside of right after a report, what was caused at the same moment before it included:
    /// those of now, with the later events undone. What was left first was inside before, what was entered first was not.
    /// </summary>
    /// <param name="report">A report, or null for the time before the first.</param>
    /// <param name="effective">The tracker's effective events in any order; those up to the report are ignored, and may be missing.</param>
    /// <param name="presences">The fences that it is inside of now.</param>
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

    /// <summary>Whether an event belongs to what follows the report <paramref name="previous"/>: what judging from there gives anew.</summary>
    public static bool IsAfter(FenceEvent candidate, ReportKey? previous) =>
        previous is not { } key
        || candidate.OccurredAt > key.RecordedAt
        || (candidate.OccurredAt == key.RecordedAt && candidate.ReportFingerprint > key.Fingerprint);

    /// <summary>
    /// Whether two states are the same. Once a replay from a late report agrees with what stood before it after some report
    /// that is later than every late one, it agrees for ever: the events from there on hold and the replay may stop.
    /// </summary>
    public static bool Same(IReadOnlyList<InsideFence> one, IReadOnlyList<InsideFence> other) => one.ToHashSet().SetEquals(other);

    /// <summary>
    /// The order of events: time, then boundary before reports, then the reports' order, then the types'. What is
    /// left equal is in the ordinal order of the fences' keys.
    /// </summary>
    public static int Order(FenceEvent one, FenceEvent other)
    {
        int byTime = one.OccurredAt.CompareTo(other.OccurredAt);
        int byReport = byTime != 0 ? byTime : Nullable.Compare(one.ReportFingerprint, other.ReportFingerprint);
        return byReport != 0 ? byReport : one.Type.CompareTo(other.Type);
    }
}
