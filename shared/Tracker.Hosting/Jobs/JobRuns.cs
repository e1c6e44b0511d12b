using System.Diagnostics.Metrics;

namespace Tracker.Hosting.Jobs;

/// <summary>What became of the jobs' runs, as metrics.</summary>
internal sealed class JobRuns : IDisposable
{
    private readonly Meter _meter = new("Tracker.Hosting");
    private readonly Counter<long> _runs;
    private readonly Histogram<double> _duration;

    public JobRuns()
    {
        _runs = _meter.CreateCounter<long>("tracker.job.runs", description: "Runs of a job, by outcome: done, failed or cancelled.");
        _duration = _meter.CreateHistogram("tracker.job.duration", "s", "How long a run of a job took.", tags: null, new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300],
        });
    }

    public void Add(string job, string outcome, TimeSpan took)
    {
        KeyValuePair<string, object?> tag = new("job", job);
        _runs.Add(1, tag, new("outcome", outcome));
        _duration.Record(took.TotalSeconds, tag);
    }

    public void Dispose() => _meter.Dispose();
}
