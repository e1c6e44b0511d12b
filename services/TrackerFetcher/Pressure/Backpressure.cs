using System.Diagnostics.Metrics;

namespace TrackerFetcher.Pressure;

/// <summary>How long each batch waits now, for all that fetch.</summary>
internal sealed class Backpressure
{
    private static readonly Meter Meter = new("Tracker.Fetch");
    private long _pauseTicks;
    private long _backlog;

    public Backpressure()
    {
        Meter.CreateObservableGauge("tracker.fetch.pause", () => Pause.TotalSeconds, "s", "How long each batch waits because what follows can't keep up.");
        Meter.CreateObservableGauge("tracker.fetch.backlog", () => Volatile.Read(ref _backlog), "{report}", "Reports that the slowest consumer has not processed.");
    }

    public TimeSpan Pause => TimeSpan.FromTicks(Volatile.Read(ref _pauseTicks));

    /// <summary>Sets the pause; true where fetching begins or ends to be slowed down by it.</summary>
    public bool Set(PressureReading reading, TimeSpan pause)
    {
        Volatile.Write(ref _backlog, reading.Backlog);
        return (Interlocked.Exchange(ref _pauseTicks, pause.Ticks) > 0) != (pause > TimeSpan.Zero);
    }
}
