using Tracker.Data.Reports;

namespace GeofenceProcessor.Judging;

/// <summary>
/// The state of a tracker at any of its reports, told from its effective events alone, so that judging can start again
/// anywhere: no other state is kept.
/// </summary>
/// <remarks>
/// Order within one moment: what a boundary at b causes comes first (it is judged by the last position before b), then the
/// reports of that moment by fingerprint. A report at exactly b is judged by the versions valid from b on.
/// </remarks>
internal static class FenceStates
{
    /// <summary>
    /// The fences that a tracker is inside of right after the report <paramref name="previous"/>, what was caused at the
    /// same moment before it included; none where there is no previous report.
    /// </summary>
    /// <param name="effective">The tracker's effective events in any order; those after the report are ignored.</param>
    /// <param name="previous">A report, or null for the time before the first.</param>
    public static IReadOnlyList<InsideFence> InsideAfter(IEnumerable<FenceEvent> effective, ReportKey? previous)
    {
        Dictionary<long, FenceEvent> latest = [];
        foreach (FenceEvent candidate in effective)
        {
            if (candidate.Type != FenceEventType.Cross && !IsAfter(candidate, previous) && (!latest.TryGetValue(candidate.FenceId, out FenceEvent known) || Order(known, candidate) < 0))
            {
                latest[candidate.FenceId] = candidate;
            }
        }

        return [.. latest.Values.Where(last => last.Type != FenceEventType.Exit).Select(last => new InsideFence(last.FenceId, last.EnteredAt))];
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
