using LocationAggregator.Trips;
using Tracker.Geo.Reports;

namespace LocationAggregator.Stays;

/// <summary>The window that is open after some report: all that going on from there needs, however many reports it holds.</summary>
/// <param name="Anchor">The window's first report.</param>
/// <param name="AnchorLatitude">Degrees.</param>
/// <param name="AnchorLongitude">Degrees.</param>
/// <param name="Last">The latest report in it.</param>
internal readonly record struct StayWindow(ReportKey Anchor, double AnchorLatitude, double AnchorLongitude, ReportKey Last);

/// <summary>A window that closed as a stay: the reports from the anchor on, up to and without the closing one.</summary>
/// <param name="AnchorKey">The first report of the stay.</param>
/// <param name="AnchorLatitude">Degrees.</param>
/// <param name="AnchorLongitude">Degrees.</param>
/// <param name="ClosingKey">The first report outside: the anchor of the next window.</param>
internal readonly record struct StaySpan(ReportKey AnchorKey, double AnchorLatitude, double AnchorLongitude, ReportKey ClosingKey)
{
    /// <summary>Event time of the first report.</summary>
    public DateTime StartedAt => AnchorKey.RecordedAt;

    /// <summary>Event time of the first report outside.</summary>
    public DateTime FinishedAt => ClosingKey.RecordedAt;

    /// <summary>From the first report to the one that closed it.</summary>
    public Stretch Stretch => new(AnchorKey, ClosingKey);
}

/// <summary>What reports made of a window.</summary>
/// <param name="Stays">The windows that closed as stays, in order.</param>
/// <param name="Open">The window that is open now; null only where there was no report yet.</param>
/// <param name="MetAt">
/// Where a replay met the earlier run and stopped: from this anchor on, the earlier run's stays and open window hold. Null
/// where it went to the end of the reports.
/// </param>
internal sealed record StayAdvance(IReadOnlyList<StaySpan> Stays, StayWindow? Open, ReportKey? MetAt);
