using Tracker.Cluster.Processes;

namespace Tracker.Cluster.Nodes;

/// <summary>The processes of the PostgreSQL server of one data directory, whoever started it.</summary>
internal sealed class PostgresServer(string dataDirectory)
{
    /// <summary>The postmaster; null when none runs. A pid from an old file is told by where that process works.</summary>
    public ProcessIdentity? Postmaster()
    {
        try
        {
            string? line = File.ReadLines(Path.Combine(dataDirectory, "postmaster.pid")).FirstOrDefault();
            return int.TryParse(line, out int pid) && ProcessTable.Find(pid) is { IsZombie: false } entry
                && ProcessTable.WorkingDirectory(pid) == dataDirectory
                ? entry.Identity
                : null;
        }
        catch (IOException)
        {
            return null; // not there, or just being removed
        }
    }

    public IReadOnlyList<ProcessEntry> Children()
    {
        return Postmaster() is { } postmaster ? [.. ProcessTable.All().Where(entry => entry.ParentPid == postmaster.Pid)] : [];
    }

    /// <summary>The process that replays WAL on a replica.</summary>
    public ProcessIdentity? Startup()
    {
        return Children().FirstOrDefault(child => ProcessTable.CommandLine(child.Pid).Contains(": startup", StringComparison.Ordinal))?.Identity;
    }

    /// <summary>The backend or WAL sender of that pid, if it is this server's.</summary>
    public ProcessEntry? Child(int pid) => Children().FirstOrDefault(child => child.Pid == pid);

    /// <summary>SIGKILL for all. The postmaster is frozen first, so that it forks no child that is missed.</summary>
    public void Kill()
    {
        if (Postmaster() is not { } postmaster)
            return;
        postmaster.Signal(ProcessSignal.Stop);
        IReadOnlyList<ProcessEntry> children = Children();
        postmaster.Signal(ProcessSignal.Kill);
        foreach (ProcessEntry child in children)
            child.Identity.Signal(ProcessSignal.Kill);
    }

    public void Pause()
    {
        Postmaster()?.Signal(ProcessSignal.Stop);
        foreach (ProcessEntry child in Children())
            child.Identity.Signal(ProcessSignal.Stop);
    }

    public void Resume()
    {
        foreach (ProcessEntry child in Children())
            child.Identity.Signal(ProcessSignal.Continue);
        Postmaster()?.Signal(ProcessSignal.Continue);
    }

    /// <summary>Shuts down a server whose Patroni is gone.</summary>
    public async Task StopAsync()
    {
        Resume();
        if (Postmaster() is { } postmaster)
            await ProcessStop.StopAsync(postmaster, ProcessSignal.Interrupt, TimeSpan.FromSeconds(20));
    }
}
