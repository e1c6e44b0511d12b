using System.Globalization;

namespace Tracker.Cluster.Processes;

/// <summary>An entry of the process table (/proc/PID/stat).</summary>
internal sealed record ProcessEntry(int Pid, char State, int ParentPid, int SessionId, long StartTicks)
{
    /// <summary>Exited, but not yet reaped by its parent.</summary>
    public bool IsZombie => State is 'Z' or 'X';

    public bool IsStopped => State is 'T' or 't';

    public ProcessIdentity Identity => new(Pid, StartTicks, ProcessTable.BootId);
}

internal static class ProcessTable
{
    public static string BootId { get; } = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    public static ProcessEntry? Find(int pid)
    {
        return ReadText($"/proc/{pid}/stat") is { } stat ? Parse(stat) : null;
    }

    public static IEnumerable<ProcessEntry> All()
    {
        foreach (string directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out int pid) && Find(pid) is { } entry)
                yield return entry;
        }
    }

    /// <summary>The process title; empty if the process is gone.</summary>
    public static string CommandLine(int pid) => ReadText($"/proc/{pid}/cmdline")?.Replace('\0', ' ').Trim() ?? "";

    /// <summary>The initial environment as NAME=VALUE.</summary>
    public static IReadOnlyList<string> Environment(int pid) => ReadText($"/proc/{pid}/environ")?.Split('\0') ?? [];

    public static string? WorkingDirectory(int pid) => new FileInfo($"/proc/{pid}/cwd").LinkTarget;

    /// <summary>Field 2 is the name in parentheses, which may itself contain spaces and parentheses.</summary>
    public static ProcessEntry Parse(string stat)
    {
        int pid = int.Parse(stat.AsSpan(0, stat.IndexOf(' ')));
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return new ProcessEntry(pid, fields[0][0], int.Parse(fields[1]), int.Parse(fields[3]), long.Parse(fields[19]));
    }

    private static string? ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return null; // exited meanwhile
        }
        catch (UnauthorizedAccessException)
        {
            return null; // owned by another user
        }
    }
}
