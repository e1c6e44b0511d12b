using Tracker.Data.Model;
using Tracker.Geo.Reports;

namespace TrackerFetcher.Trial;

/// <summary>The result of reading a source once.</summary>
/// <param name="Error">Why the source can't be read; null = it can.</param>
/// <param name="Received">The number of reports read.</param>
/// <param name="IsWhole">Whether the source was read to its end.</param>
/// <param name="Trackers">The number of trackers whose reports would be stored.</param>
/// <param name="Reports">The first reports that would be stored.</param>
/// <param name="Rejected">The first reports that would be quarantined, without what can be judged again.</param>
/// <param name="Reasons">The number of reports that would be quarantined, by reason.</param>
internal sealed record TrialResult(
    string? Error,
    long Received,
    bool IsWhole,
    int Trackers,
    IReadOnlyList<NewReport> Reports,
    IReadOnlyList<QuarantinedReport> Rejected,
    IReadOnlyDictionary<string, long> Reasons)
{
    public static readonly TrialResult Empty = new(null, 0, IsWhole: false, 0, [], [], new Dictionary<string, long>());
}
