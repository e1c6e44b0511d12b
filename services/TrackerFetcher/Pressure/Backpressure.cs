using System.Diagnostics.Metrics;

namespace TrackerFetcher.Pressure;

/// <summary>The pause of each batch that the fetcher stores, set by <see cref="PressureJob"/>.</summary>
internal sealed class Backpressure
{
    private static readonly Meter Meter = new("Tracker.Fetch");
    private long _pauseTicks;
    private long _backlog;

    public Backpressure()
    {
        Meter.CreateObservableGauge(
            "tracker.fetch.pause", () => Pause.TotalSeconds, "s", "The pause of each batch while consumers or replicas can't keep up.");
        Meter.CreateObservableGauge(
            "tracker.fetch.backlog", () => Volatile.Read(ref _backlog), "{report}", "Reports that the slowest consumer has not processed.");
    }

    public TimeSpan Pause => TimeSpan.FromTicks(Volatile.Read(ref _pauseTicks));

    /// <summary>Sets the pause; true if back-pressure begins or ends with it.</summary>
    public bool Set(PressureReading reading, TimeSpan pause)
    {
        Volatile.Write(ref _backlog, reading.Backlog);
        return (Interlocked.Exchange(ref _pauseTicks, pause.Ticks) > 0) != (pause > TimeSpan.Zero);
    }
}
