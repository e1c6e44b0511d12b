using Tracker.Cluster.Primitives;

namespace Tracker.Cluster.Processes;

/// <summary>
/// The interface to a supervisor, made of files: a spec per process that should run; a pid record per started process, written
/// before the program runs so that no started process is unknown; and the status.
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

    /// <summary>The supervisor's own log.</summary>
    public string SupervisorLog => Path.Combine(_root, "supervisor.log");

    /// <summary>Whether a supervisor is running for the directory, in this process or another.</summary>
    public bool IsSupervised => Supervisor is { IsAlive: true };

    internal string SpecsDirectory => Path.Combine(_root, "processes");

    internal ProcessIdentity? Supervisor => ReadIdentity(SupervisorFile);

    private string SupervisorFile => Path.Combine(_root, "supervisor.pid");

    private string RecordsDirectory => Path.Combine(_root, "run");

    private string StateFile => Path.Combine(_root, "state.json");

    /// <summary>Starts the process, or restarts it if it runs with a different spec.</summary>
    public void Add(ProcessSpec spec) => PrivateFile.Write(SpecFile(spec.Name), StateJson.Write(spec));

    /// <summary>Stops the process and removes it.</summary>
    public void Remove(string name) => File.Delete(SpecFile(name));

    public ProcessSpec? Find(string name) => StateJson.Read<ProcessSpec>(SpecFile(name));

    public IReadOnlyList<string> Names()
    {
        return [.. Directory.EnumerateFiles(SpecsDirectory, "*.json").Select(Path.GetFileNameWithoutExtension).Order()!];
    }

    /// <summary>The running process with the given name; null if there is none.</summary>
    public ProcessIdentity? Running(string name) => Recorded(name) is { IsAlive: true } process ? process : null;

    /// <summary>The process that was last started with the given name, alive or not, until its exit is recorded.</summary>
    internal ProcessIdentity? Recorded(string name) => ReadIdentity(RecordFile(name));

    /// <summary>The status of each process, checked against the process table if no supervisor is running.</summary>
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

    /// <summary>
    /// Acquires the lock of the directory, which the kernel releases when the supervisor dies. Null if another supervisor holds
    /// it.
    /// </summary>
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
            return null; // never written, or removed when the process exited
        }
    }

    private string SpecFile(string name) => Path.Combine(SpecsDirectory, name + ".json");
}
