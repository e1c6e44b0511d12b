using System.Diagnostics.Metrics;

namespace GeofenceProcessor;

/// <summary>What a worker knows of the fences and what their changes cost it (meter <c>Tracker.Fences</c>).</summary>
internal static class FenceMetrics
{
    private static readonly Meter Meter = new("Tracker.Fences");

    public static readonly Gauge<long> Revision =
        Meter.CreateGauge<long>("tracker.fence.revision", "{revision}", "The last change of a fence that this worker judges by.");

    public static readonly Counter<long> Read =
        Meter.CreateCounter<long>("tracker.fence.read", "{fence}", "Fences read: all of them once, later those that changed.");

    public static readonly Counter<long> RejudgedTrackers =
        Meter.CreateCounter<long>("tracker.fence.rejudged.trackers", "{tracker}", "Trackers judged anew because a fence changed, began or ended where they were.");

    public static readonly Counter<long> RejudgedReports =
        Meter.CreateCounter<long>("tracker.fence.rejudged.reports", "{report}", "Reports read to judge trackers anew.");
}
