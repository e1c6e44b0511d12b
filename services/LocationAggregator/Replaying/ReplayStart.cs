using LocationAggregator.Outliers;
using LocationAggregator.Stays;
using Tracker.Geo.Reports;

namespace LocationAggregator.Replaying;

/// <summary>Where a replay starts.</summary>
/// <param name="Replay">The anchors of the earlier run.</param>
/// <param name="From">The first report to read: the anchor, or the first remaining report if the anchor has been dropped.</param>
/// <param name="Open">The window that is open before this report.</param>
/// <param name="Filter">Judges the reports from here on.</param>
internal sealed record ReplayStart(StayReplay Replay, ReportKey From, StayWindow? Open, SpikeFilter Filter);
