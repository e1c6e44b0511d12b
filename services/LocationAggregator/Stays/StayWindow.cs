using LocationAggregator.Trips;
using Tracker.Geo.Reports;

namespace LocationAggregator.Stays;

/// <summary>An open window: everything that is needed to continue it, regardless of the number of reports in it.</summary>
/// <param name="Anchor">The window's first report.</param>
/// <param name="AnchorLatitude">Degrees.</param>
/// <param name="AnchorLongitude">Degrees.</param>
/// <param name="Last">The window's last report.</param>
internal readonly record struct StayWindow(ReportKey Anchor, double AnchorLatitude, double AnchorLongitude, ReportKey Last);

/// <summary>A window that closed as a stay: the reports from the anchor up to, but not including, the closing report.</summary>
/// <param name="AnchorKey">The first report of the stay.</param>
/// <param name="AnchorLatitude">Degrees.</param>
/// <param name="AnchorLongitude">Degrees.</param>
/// <param name="ClosingKey">The first report outside, which is the anchor of the next window.</param>
internal readonly record struct StaySpan(ReportKey AnchorKey, double AnchorLatitude, double AnchorLongitude, ReportKey ClosingKey)
{
    /// <summary>Event time of the first report.</summary>
    public DateTime StartedAt => AnchorKey.RecordedAt;

    /// <summary>Event time of the first report outside.</summary>
    public DateTime FinishedAt => ClosingKey.RecordedAt;

    /// <summary>From the first report to the closing report.</summary>
    public Segment Segment => new(AnchorKey, ClosingKey);
}

/// <summary>The result of advancing a window.</summary>
/// <param name="Stays">The windows that closed as stays, in order.</param>
/// <param name="Open">The window that is now open; null only if there has been no report yet.</param>
/// <param name="ConvergedAt">
/// The anchor at which a replay converged with the earlier run and stopped: from here on, the stays and the open window of
/// the earlier run are valid. Null if the replay reached the end of the reports.
/// </param>
internal sealed record StayAdvance(IReadOnlyList<StaySpan> Stays, StayWindow? Open, ReportKey? ConvergedAt);
