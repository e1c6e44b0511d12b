using System.Diagnostics.Metrics;

namespace Tracker.Data.Pipeline;

/// <summary>The pipeline's instruments (meter <c>Tracker.Pipeline</c>).</summary>
internal static class PipelineMetrics
{
    private static readonly Meter Meter = new("Tracker.Pipeline");
    private static readonly Counter<long> Reports = Meter.CreateCounter<long>("tracker.pipeline.reports", "{report}", "Reports processed.");
    private static readonly Counter<long> Batches = Meter.CreateCounter<long>("tracker.pipeline.batches", "{batch}", "Batches by outcome.");
    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("tracker.pipeline.batch.duration", "s", "Time from reading to commit.");

    public static void Record(string consumer, BatchOutcome outcome, int reports, TimeSpan duration)
    {
        var consumerTag = new KeyValuePair<string, object?>("consumer", consumer);
        Batches.Add(1, consumerTag, new KeyValuePair<string, object?>("outcome", outcome.ToString()));
        Duration.Record(duration.TotalSeconds, consumerTag);
        if (outcome == BatchOutcome.Committed)
        {
            Reports.Add(reports, consumerTag);
        }
    }
}
