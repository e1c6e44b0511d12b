using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Tracker.Cluster.Processes;

/// <summary>A process, told from a later one of the same pid by when it started (clock ticks since that boot).</summary>
public sealed partial record ProcessIdentity(int Pid, long StartTicks, string BootId)
{
    private const int NoSuchProcess = 3;

    public bool IsAlive => Entry is { IsZombie: false };

    internal ProcessEntry? Entry => ProcessTable.Find(Pid) is { } entry && entry.Identity == this ? entry : null;

    /// <summary>Sends a signal to this process and no other. False when it is gone.</summary>
    public bool Signal(ProcessSignal signal)
    {
        int descriptor = OpenProcess(Pid, 0);
        if (descriptor < 0)
            return Failed();
        using var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(descriptor, ownsHandle: true);

        // The descriptor stands for whoever had the pid when it was opened; if that is still us, it was us.
        if (!IsAlive)
            return false;
        return SendSignal(descriptor, (int)signal, 0, 0) == 0 || Failed();

        bool Failed()
        {
            int error = Marshal.GetLastPInvokeError();
            return error == NoSuchProcess
                ? false
                : throw new ClusterException($"Could not send {signal} to process {Pid}: {new Win32Exception(error).Message}. Run as its user.");
        }
    }

    /// <summary>The form of a record file: pid, ticks, boot. Null for anything else.</summary>
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
