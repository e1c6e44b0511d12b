using System.Diagnostics;
using System.Globalization;

namespace Tracker.Bench.Fences;

/// <summary>Processor time that was used: what one core's work is, whatever else the machine does beside it.</summary>
internal static class Processor
{
    /// <summary>Of the calling thread, whatever the others do (the kernel counts nanoseconds).</summary>
    public static TimeSpan OfThisThread() => TimeSpan.FromMicroseconds(
        long.Parse(File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / 1_000.0);

    /// <summary>Of a server's process on this machine, such as a backend.</summary>
    public static TimeSpan Of(int processId)
    {
        using Process process = Process.GetProcessById(processId);
        return process.TotalProcessorTime;
    }
}
