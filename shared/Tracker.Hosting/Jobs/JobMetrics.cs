using System.Diagnostics.Metrics;

namespace Tracker.Hosting.Jobs;

/// <summary>Counts and times the runs of jobs.</summary>
internal static class JobMetrics
{
    private static readonly Meter Meter = new("Tracker.Hosting");

    private static readonly Counter<long> Runs =
        Meter.CreateCounter<long>("tracker.job.runs", description: "Runs of a job, by outcome: done, failed or cancelled.");

    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram("tracker.job.duration", "s", "How long a run of a job took.", tags: null, new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300],
        });

    public static void Add(string job, string outcome, TimeSpan took)
    {
        KeyValuePair<string, object?> tag = new("job", job);
        Runs.Add(1, tag, new("outcome", outcome));
        Duration.Record(took.TotalSeconds, tag);
    }
}
