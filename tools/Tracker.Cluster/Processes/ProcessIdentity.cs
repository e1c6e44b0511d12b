using System.ComponentModel;
using System.Runtime.InteropServices;
using Tracker.Cluster.Primitives;

namespace Tracker.Cluster.Processes;

/// <summary>A process. The start time (clock ticks since boot) distinguishes it from a later process with the same pid.</summary>
public sealed partial record ProcessIdentity(int Pid, long StartTicks, string BootId)
{
    private const int NoSuchProcess = 3;

    public bool IsAlive => Entry is { IsZombie: false };

    internal ProcessEntry? Entry => ProcessTable.Find(Pid) is { } entry && entry.Identity == this ? entry : null;

    /// <summary>Sends a signal to this process. Returns false if it no longer exists.</summary>
    public bool Signal(ProcessSignal signal)
    {
        int descriptor = OpenProcess(Pid, 0);
        if (descriptor < 0)
            return Failed();
        using var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(descriptor, ownsHandle: true);

        // The descriptor refers to the process that had the pid when it was opened, so check the identity afterwards.
        if (!IsAlive)
            return false;
        return SendSignal(descriptor, (int)signal, 0, 0) == 0 || Failed();

        bool Failed()
        {
            int error = Marshal.GetLastPInvokeError();
            return error == NoSuchProcess
                ? false
                : throw new ClusterException(
                    $"Could not send {signal} to process {Pid}: {new Win32Exception(error).Message}. Run as its user.");
        }
    }

    /// <summary>Parses a pid record: pid, start ticks, boot id. Null if the text is not one.</summary>
    internal static ProcessIdentity? Parse(string text)
    {
        return text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var pid, var ticks, var boot]
            && int.TryParse(pid, out int id) && long.TryParse(ticks, out long start)
            ? new ProcessIdentity(id, start, boot)
            : null;
    }

    [LibraryImport("libc", EntryPoint = "pidfd_open", SetLastError = true)]
    private static partial int OpenProcess(int pid, uint flags);

    [LibraryImport("libc", EntryPoint = "pidfd_send_signal", SetLastError = true)]
    private static partial int SendSignal(int descriptor, int signal, nint information, uint flags);
}
