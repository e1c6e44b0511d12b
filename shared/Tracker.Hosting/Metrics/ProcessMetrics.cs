using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Tracker.Hosting.Metrics;

/// <summary>The process itself, under the names that Prometheus's own clients use.</summary>
internal static class ProcessMetrics
{
    private static readonly Lazy<Meter> Meter = new(Create);

    /// <summary>Publishes the instruments, once per process.</summary>
    public static void Publish() => _ = Meter.Value;

    private static Meter Create()
    {
        Meter meter = new("Tracker.Process");
        meter.CreateObservableGauge(
            "dotnet.gc.heap_size", () => GC.GetGCMemoryInfo().HeapSizeBytes, "By", "Size of the managed heap after the last collection, fragmentation included.");
        meter.CreateObservableCounter("dotnet.gc.collections", Collections, "{collection}", "Garbage collections, by generation.");
        meter.CreateObservableCounter(
            "dotnet.gc.pause", () => GC.GetTotalPauseDuration().TotalSeconds, "s", "Time for which garbage collections paused the process.");
        meter.CreateObservableCounter("process.cpu", () => Read(process => process.TotalProcessorTime.TotalSeconds), "s", "User and system CPU time.");
        meter.CreateObservableGauge("process.resident_memory", () => Read(process => process.WorkingSet64), "By", "Resident memory.");
        meter.CreateObservableGauge("process.start_time", () => Read(StartTime), "s", "Start of the process, since the Unix epoch.");
        meter.CreateObservableGauge("process.threads", () => Read(process => process.Threads.Count), "{thread}", "Threads of the operating system.");
        return meter;
    }

    private static IEnumerable<Measurement<int>> Collections() => Enumerable.Range(0, GC.MaxGeneration + 1)
        .Select(generation => new Measurement<int>(GC.CollectionCount(generation), new KeyValuePair<string, object?>("generation", generation)));

    private static double StartTime(Process process) => (process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;

    private static T Read<T>(Func<Process, T> value)
    {
        using Process process = Process.GetCurrentProcess();
        return value(process);
    }
}
