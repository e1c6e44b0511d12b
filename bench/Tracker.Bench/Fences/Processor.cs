using System.Diagnostics;

namespace Tracker.Bench.Fences;

/// <summary>Processor time that was used: what one core's work is, whatever else the machine does beside it.</summary>
internal static class Processor
{
    public static TimeSpan OfThisProcess()
    {
        using Process own = Process.GetCurrentProcess();
        return own.TotalProcessorTime;
    }

    /// <summary>Of a server's process on this machine, such as a backend.</summary>
    public static TimeSpan Of(int processId)
    {
        using Process process = Process.GetProcessById(processId);
        return process.TotalProcessorTime;
    }
}
