namespace Tracker.Tests.Oracle;

/// <summary>A vehicle enters or leaves a fence; initial where its first report is inside already.</summary>
internal sealed record OracleEvent(string Vehicle, DateTime At, bool IsEnter, string Fence, bool IsInitial);

/// <summary>Every report against every fence: one report's exits before its enters, each by fence id.</summary>
internal static class EventOracle
{
    /// <param name="fences">The fences, valid always, without hysteresis.</param>
    /// <param name="history">One vehicle's reports by time.</param>
    public static IReadOnlyList<OracleEvent> Of(IReadOnlyList<OracleFence> fences, IReadOnlyList<OracleReport> history)
    {
        List<OracleEvent> events = [];
        HashSet<string> before = [];
        foreach (OracleReport report in history)
        {
            HashSet<string> now = [.. fences.Where(fence => fence.Contains(report)).Select(fence => fence.Id)];
            events.AddRange(before.Except(now).Order(StringComparer.Ordinal)
                .Select(fence => new OracleEvent(report.Vehicle, report.Time, false, fence, false)));
            events.AddRange(now.Except(before).Order(StringComparer.Ordinal)
                .Select(fence => new OracleEvent(report.Vehicle, report.Time, true, fence, ReferenceEquals(report, history[0]))));
            before = now;
        }

        return events;
    }
}
