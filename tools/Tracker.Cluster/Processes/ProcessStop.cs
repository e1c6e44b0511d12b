using Tracker.Cluster.Primitives;

namespace Tracker.Cluster.Processes;

/// <summary>Stops a process, forcibly after a timeout.</summary>
internal static class ProcessStop
{
    private static readonly TimeSpan KillTimeout = TimeSpan.FromSeconds(10);

    public static async Task StopAsync(ProcessIdentity process, ProcessSignal signal, TimeSpan timeout)
    {
        // A paused process does not handle the signal until it continues.
        if (process.Signal(signal) && process.Signal(ProcessSignal.Continue) && !await HasEndedAsync(process, timeout))
        {
            process.Signal(ProcessSignal.Kill);
            if (!await HasEndedAsync(process, KillTimeout))
                throw new ClusterException(
                    $"Process {process.Pid} survives SIGKILL because it is blocked in the kernel (see /proc/{process.Pid}/stack).");
        }
    }

    /// <summary>
    /// Kills the remaining processes of a session. For example, an unfinished base backup must not continue beside the next one.
    /// </summary>
    /// <param name="leader">The session leader, which has exited.</param>
    /// <param name="recordFile">
    /// The leader's pid record, which its children have in their environment. The session id could have been reused.
    /// </param>
    public static void KillSession(ProcessIdentity leader, string recordFile)
    {
        if (leader.BootId != ProcessTable.BootId)
            return;
        foreach (ProcessEntry member in ProcessTable.All().Where(entry => entry.SessionId == leader.Pid && entry.StartTicks >= leader.StartTicks))
        {
            if (ProcessTable.Environment(member.Pid).Contains($"{ProcessLauncher.RecordVariable}={recordFile}"))
                member.Identity.Signal(ProcessSignal.Kill);
        }
    }

    private static async Task<bool> HasEndedAsync(ProcessIdentity process, TimeSpan timeout)
    {
        TimeProvider time = TimeProvider.System;
        long start = time.GetTimestamp();
        while (process.IsAlive)
        {
            if (time.GetElapsedTime(start) > timeout)
                return false;
            await Task.Delay(TimeSpan.FromMilliseconds(20), time, CancellationToken.None);
        }

        return true;
    }
}
