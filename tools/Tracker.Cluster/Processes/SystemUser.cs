using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Tracker.Cluster.Processes;

/// <summary>A user of the machine, as /etc/passwd has it.</summary>
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
            $"There is no user \"{name}\" on this machine. Debian's package postgresql-common makes it: apt-get install postgresql-15.");
    }

    public void Own(string path)
    {
        if (ChangeOwner(path, UserId, GroupId) != 0)
            throw new ClusterException($"Could not give {path} to {Name}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");
    }

    /// <summary>The words before a command that is to run as this user.</summary>
    public IReadOnlyList<string> Prefix => ["setpriv", "--reuid", $"{UserId}", "--regid", $"{GroupId}", "--init-groups", "--"];

    /// <summary>A directory below another user's closed home can't be entered, whatever its own mode.</summary>
    public bool CanEnter(string directory)
    {
        using Process test = Process.Start(Prefix[0], [.. Prefix.Skip(1), "test", "-x", directory]);
        test.WaitForExit();
        return test.ExitCode == 0;
    }

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, int user, int group);
}
