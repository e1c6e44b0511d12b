using Tracker.Geo.Reports;

namespace LocationAggregator.Replaying;

/// <summary>
/// The range of a tracker's processed reports that may have changed: new ones, and those that may now be judged
/// differently.
/// </summary>
/// <param name="First">The first report; <see cref="ReportKey.First"/> if all of them may have changed.</param>
/// <param name="Last">The last report.</param>
/// <param name="IsNew">Whether a report is new. It changes the track of its own day and of its neighbours' days.</param>
internal sealed record HistoryChange(ReportKey First, ReportKey Last, Func<ReportKey, bool> IsNew)
{
    /// <summary>Every report from a key on counts as new.</summary>
    public static HistoryChange From(ReportKey from) => new(from, Greatest, key => key >= from);

    /// <summary>No report has a greater key.</summary>
    private static readonly ReportKey Greatest = new(DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc), long.MaxValue);
}
