using Tracker.Cluster.Processes;

namespace Tracker.Cluster.Nodes;

/// <summary>The processes of the PostgreSQL server of a data directory.</summary>
internal sealed class PostgresServer(string dataDirectory)
{
    /// <summary>
    /// The postmaster; null if it is not running. The working directory distinguishes it from a process that reuses the pid.
    /// </summary>
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
            return null; // missing, or being removed
        }
    }

    public IReadOnlyList<ProcessEntry> Children()
    {
        return Postmaster() is { } postmaster ? [.. ProcessTable.All().Where(entry => entry.ParentPid == postmaster.Pid)] : [];
    }

    /// <summary>The startup process, which replays WAL on a replica.</summary>
    public ProcessIdentity? Startup()
    {
        return Children().FirstOrDefault(
            child => ProcessTable.CommandLine(child.Pid).Contains(": startup", StringComparison.Ordinal))?.Identity;
    }

    /// <summary>The child process with the given pid, such as a backend or a WAL sender; null if it belongs to another server.</summary>
    public ProcessEntry? Child(int pid) => Children().FirstOrDefault(child => child.Pid == pid);

    /// <summary>Sends SIGKILL to all processes. Pauses the postmaster first so that it can't fork another child.</summary>
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

    /// <summary>Shuts down a server that runs without Patroni.</summary>
    public async Task StopAsync()
    {
        Resume();
        if (Postmaster() is { } postmaster)
            await ProcessStop.StopAsync(postmaster, ProcessSignal.Interrupt, TimeSpan.FromSeconds(20));
    }
}
