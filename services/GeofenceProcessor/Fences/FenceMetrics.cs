using System.Diagnostics.Metrics;

namespace GeofenceProcessor.Fences;

/// <summary>
/// Metrics of the fences that a worker has loaded and of the work that their changes cause (meter <c>Tracker.Fences</c>).
/// </summary>
internal static class FenceMetrics
{
    private static readonly Meter Meter = new("Tracker.Fences");

    public static readonly Gauge<long> Revision =
        Meter.CreateGauge<long>("tracker.fence.revision", "{revision}", "The latest revision of the fences that this worker uses.");

    public static readonly Counter<long> Read =
        Meter.CreateCounter<long>("tracker.fence.read", "{fence}", "Fences read: all of them initially, later only those that changed.");

    public static readonly Counter<long> RecomputedTrackers =
        Meter.CreateCounter<long>("tracker.fence.rejudged.trackers", "{tracker}", "Trackers recomputed because a fence changed, began or ended.");

    public static readonly Counter<long> RecomputedReports =
        Meter.CreateCounter<long>("tracker.fence.rejudged.reports", "{report}", "Reports read to recompute trackers after changes of fences.");
}
