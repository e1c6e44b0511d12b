namespace Tracker.Cluster.Processes;

/// <summary>Ends a process in good order, or by force when that takes too long.</summary>
internal static class ProcessStop
{
    private static readonly TimeSpan KillTimeout = TimeSpan.FromSeconds(10);

    public static async Task StopAsync(ProcessIdentity process, ProcessSignal signal, TimeSpan timeout)
    {
        // One that was frozen would never see the signal.
        if (process.Signal(signal) && process.Signal(ProcessSignal.Continue) && !await HasEndedAsync(process, timeout))
        {
            process.Signal(ProcessSignal.Kill);
            if (!await HasEndedAsync(process, KillTimeout))
                throw new ClusterException($"Process {process.Pid} does not end, even by SIGKILL: the kernel holds it (see /proc/{process.Pid}/stack).");
        }
    }

    /// <summary>What a dead process left behind in its session: a half-done base backup must not go on beside the next one.</summary>
    /// <param name="leader">The dead process, whose pid numbers the session.</param>
    /// <param name="recordFile">Its record, which all its children carry in their environment: the number could be another session's by now.</param>
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
