using System.Diagnostics;
using System.Globalization;

namespace Tracker.Bench.Fences;

/// <summary>Consumed CPU time, which does not depend on the load of the machine.</summary>
internal static class CpuTime
{
    /// <summary>The CPU time of the current thread. The kernel counts it in nanoseconds.</summary>
    public static TimeSpan OfCurrentThread() => TimeSpan.FromMicroseconds(
        long.Parse(File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / 1_000.0);

    /// <summary>The CPU time of a local process, such as a backend.</summary>
    public static TimeSpan OfProcess(int processId)
    {
        using Process process = Process.GetProcessById(processId);
        return process.TotalProcessorTime;
    }
}
