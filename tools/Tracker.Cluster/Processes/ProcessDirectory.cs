namespace Tracker.Cluster.Processes;

/// <summary>
/// The files by which a supervisor is told what should run, and tells what does: specs, one a process; records of what was
/// started, written before the program itself runs, so that nothing started is ever unknown; and the state.
/// </summary>
public sealed class ProcessDirectory
{
    private readonly string _root;

    public ProcessDirectory(string root)
    {
        _root = root;
        PrivateFile.CreateDirectory(root);
        PrivateFile.CreateDirectory(SpecsDirectory);
        PrivateFile.CreateDirectory(RecordsDirectory);
    }

    /// <summary>What the supervisor itself says.</summary>
    public string SupervisorLog => Path.Combine(_root, "supervisor.log");

    /// <summary>True while a supervisor, in this process or another, looks after the directory.</summary>
    public bool IsSupervised => Supervisor is { IsAlive: true };

    internal string SpecsDirectory => Path.Combine(_root, "processes");

    internal ProcessIdentity? Supervisor => ReadIdentity(SupervisorFile);

    private string SupervisorFile => Path.Combine(_root, "supervisor.pid");

    private string RecordsDirectory => Path.Combine(_root, "run");

    private string StateFile => Path.Combine(_root, "state.json");

    /// <summary>Has the process run as the spec says; one that runs by another spec is restarted.</summary>
    public void Add(ProcessSpec spec) => PrivateFile.Write(SpecFile(spec.Name), StateJson.Write(spec));

    /// <summary>Has the process stopped and forgotten.</summary>
    public void Remove(string name) => File.Delete(SpecFile(name));

    public ProcessSpec? Find(string name) => StateJson.Read<ProcessSpec>(SpecFile(name));

    public IReadOnlyList<string> Names()
    {
        return [.. Directory.EnumerateFiles(SpecsDirectory, "*.json").Select(Path.GetFileNameWithoutExtension).Order()!];
    }

    /// <summary>The process of that name that runs, whoever started it; null when none does.</summary>
    public ProcessIdentity? Running(string name) => Recorded(name) is { IsAlive: true } process ? process : null;

    /// <summary>The last one started of that name, alive or not, until its end was seen.</summary>
    internal ProcessIdentity? Recorded(string name) => ReadIdentity(RecordFile(name));

    /// <summary>The state of each process, checked against the kernel where no supervisor keeps it.</summary>
    public IReadOnlyList<ProcessStatus> Status()
    {
        IReadOnlyList<ProcessStatus> known = StateJson.Read<List<ProcessStatus>>(StateFile) ?? [];
        return IsSupervised ? known : [.. known.Select(status => status with { State = Unsupervised(status) })];
    }

    internal void WriteStatus(IEnumerable<ProcessStatus> status) => PrivateFile.Write(StateFile, StateJson.Write(status));

    internal string RecordFile(string name) => Path.Combine(RecordsDirectory, name + ".pid");

    internal IReadOnlyList<string> Records()
    {
        return [.. Directory.EnumerateFiles(RecordsDirectory, "*.pid").Select(Path.GetFileNameWithoutExtension)!];
    }

    /// <summary>Held by the one supervisor of the directory, and let go by the kernel when it dies. Null when there is one.</summary>
    internal FileStream? Lock()
    {
        try
        {
            FileStream held = new(Path.Combine(_root, "supervisor.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            PrivateFile.Write(SupervisorFile, Identity(ProcessTable.Find(Environment.ProcessId)!.Identity));
            return held;
        }
        catch (IOException)
        {
            return null;
        }
    }

    internal void Unlock(FileStream held)
    {
        File.Delete(SupervisorFile);
        held.Dispose();
    }

    private static string Identity(ProcessIdentity process) => $"{process.Pid} {process.StartTicks} {process.BootId}";

    private static ProcessState Unsupervised(ProcessStatus status) =>
        status.Process is { IsAlive: true } ? ProcessState.Running : ProcessState.Stopped;

    private static ProcessIdentity? ReadIdentity(string path)
    {
        try
        {
            return ProcessIdentity.Parse(File.ReadAllText(path));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null; // never written, or removed by whoever saw the process end
        }
    }

    private string SpecFile(string name) => Path.Combine(SpecsDirectory, name + ".json");
}
