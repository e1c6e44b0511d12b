using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Tracker.Cluster.Primitives;

namespace Tracker.Cluster.Processes;

/// <summary>A user from /etc/passwd.</summary>
internal sealed partial record SystemUser(string Name, int UserId, int GroupId, string Home)
{
    public static SystemUser? Find(string name)
    {
        return File.ReadLines("/etc/passwd")
            .Select(line => line.Split(':'))
            .Where(fields => fields.Length >= 7 && fields[0] == name)
            .Select(fields => new SystemUser(name, int.Parse(fields[2]), int.Parse(fields[3]), fields[5]))
            .FirstOrDefault();
    }

    public static SystemUser Get(string name)
    {
        return Find(name) ?? throw new ClusterException(
            $"There is no user \"{name}\" on this machine. Debian's package postgresql-common creates it: apt-get install postgresql-15.");
    }

    public void TakeOwnership(string path)
    {
        if (ChangeOwner(path, UserId, GroupId) != 0)
            throw new ClusterException(
                $"Could not change the owner of {path} to {Name}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");
    }

    /// <summary>The command prefix that runs a command as this user.</summary>
    public IReadOnlyList<string> Prefix => ["setpriv", "--reuid", $"{UserId}", "--regid", $"{GroupId}", "--init-groups", "--"];

    /// <summary>Whether the user can enter a directory, which also depends on the modes of its parents.</summary>
    public bool CanEnter(string directory)
    {
        using Process test = Process.Start(Prefix[0], [.. Prefix.Skip(1), "test", "-x", directory]);
        test.WaitForExit();
        return test.ExitCode == 0;
    }

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, int user, int group);
}
