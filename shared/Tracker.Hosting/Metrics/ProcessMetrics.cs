using System.Diagnostics;

namespace Tracker.Hosting.Metrics;

/// <summary>The process itself, under the names that Prometheus's own clients use.</summary>
internal static class ProcessMetrics
{
    public static IReadOnlyList<MetricSnapshot> Read()
    {
        using Process process = Process.GetCurrentProcess();
        return
        [
            Single("dotnet_gc_heap_size_bytes", MetricKind.Gauge, "Size of the managed heap after the last collection, fragmentation included.", GC.GetGCMemoryInfo().HeapSizeBytes),
            new("dotnet_gc_collections_total", MetricKind.Counter, "Garbage collections, by generation.", [.. Collections()]),
            Single("dotnet_gc_pause_seconds_total", MetricKind.Counter, "Time that the process stood still for garbage collections.", GC.GetTotalPauseDuration().TotalSeconds),
            Single("process_cpu_seconds_total", MetricKind.Counter, "User and system CPU time.", process.TotalProcessorTime.TotalSeconds),
            Single("process_resident_memory_bytes", MetricKind.Gauge, "Resident memory.", process.WorkingSet64),
            Single("process_start_time_seconds", MetricKind.Gauge, "Start of the process, since the Unix epoch.", (process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds),
            Single("process_threads", MetricKind.Gauge, "Threads of the operating system.", process.Threads.Count),
        ];
    }

    private static IEnumerable<Sample> Collections() => Enumerable.Range(0, GC.MaxGeneration + 1)
        .Select(generation => new Sample(string.Empty, new LabelSet([new("generation", generation)]), Bound: null, GC.CollectionCount(generation)));

    private static MetricSnapshot Single(string name, MetricKind kind, string help, double value) =>
        new(name, kind, help, [new Sample(string.Empty, LabelSet.None, Bound: null, value)]);
}
