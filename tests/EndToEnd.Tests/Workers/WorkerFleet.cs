using Tracker.Cluster;
using Tracker.Cluster.Processes;

namespace EndToEnd.Tests.Workers;

/// <summary>The worker processes of one test, supervised beside the cluster's own, stopped and forgotten at its end.</summary>
internal sealed class WorkerFleet(LocalCluster cluster, IReadOnlyDictionary<string, string>? settings = null) : IAsyncDisposable
{
    private readonly string _logs = Directory.CreateDirectory(Path.Combine(cluster.Options.StateDirectory, "workers", Path.GetRandomFileName())).FullName;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => _names;

    /// <summary>Starts instances of services; an instance's name is <c>Service-number</c>.</summary>
    public void Start(IEnumerable<string> services, int number = 1, params (string Name, string? Value)[] own)
    {
        foreach (string service in services)
        {
            string name = NameOf(service, number);
            _names.Add(name);
            cluster.Processes.Add(new ProcessSpec
            {
                Name = name,
                Executable = WorkerBinary.Runtime,
                Arguments = [WorkerBinary.Path(service)],
                Environment = EnvironmentOf(own),
                WorkingDirectory = _logs,
                LogFile = LogOf(name),
                StopTimeout = TimeSpan.FromSeconds(40),
            });
        }
    }

    public static string NameOf(string service, int number = 1) => $"{service}-{number}";

    /// <summary>Asks it to stop, not to come back, and waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int?> StopAsync(string name)
    {
        ProcessIdentity process = Hold(name);
        process.Signal(ProcessSignal.Terminate);
        return await EndAsync(name);
    }

    /// <summary>Waits until the process has ended and says how.</summary>
    public async Task<int?> EndAsync(string name)
    {
        await Eventually.TrueAsync(
            () => Task.FromResult(cluster.Processes.Running(name) is null && StatusOf(name) is { State: not (ProcessState.Running or ProcessState.Stopping), LastExitCode: not null }),
            $"{name} ends. {LogFile.Tail(LogOf(name))}");
        return StatusOf(name)?.LastExitCode;
    }

    /// <summary>How often it died and was started again.</summary>
    public int RestartsOf(string name) => StatusOf(name)?.Restarts ?? 0;

    /// <summary>Waits until the process has started (its supervisor is told by files).</summary>
    public Task RunningAsync(string name) =>
        Eventually.TrueAsync(() => Task.FromResult(cluster.Processes.Running(name) is not null), $"{name} runs");

    /// <summary>kill -9, once it runs.</summary>
    public async Task KillAsync(string name)
    {
        await RunningAsync(name);
        cluster.Kill(name);
    }

    public void Pause(string name) => cluster.Pause(name);

    public void Resume(string name) => cluster.Resume(name);

    public IReadOnlyList<string> Log(string name) => File.Exists(LogOf(name)) ? ReadShared(LogOf(name)) : [];

    /// <summary>The lines of level error or fatal, of all workers.</summary>
    public IReadOnlyList<string> Errors() =>
        [.. _names.SelectMany(name => Log(name).Where(line => line.Contains(" ERR ", StringComparison.Ordinal) || line.Contains(" FTL ", StringComparison.Ordinal)))];

    /// <summary>The end of each log, for a failed wait.</summary>
    public string Tails() => string.Join(Environment.NewLine, _names.Select(name => LogFile.Tail(LogOf(name))));

    public async ValueTask DisposeAsync()
    {
        foreach (string name in _names)
        {
            cluster.Processes.Running(name)?.Signal(ProcessSignal.Continue);
            cluster.Processes.Remove(name);
        }

        await Eventually.TrueAsync(
            () => Task.FromResult(_names.All(name => cluster.Processes.Running(name) is null) && cluster.Processes.Status().All(status => !_names.Contains(status.Name))),
            "all workers have ended");
    }

    private Dictionary<string, string> EnvironmentOf((string Name, string? Value)[] own)
    {
        Dictionary<string, string> environment = new(cluster.Environment, StringComparer.Ordinal) { ["TRACKER_HTTP_PORT"] = "any" };
        foreach ((string name, string? value) in (settings ?? new Dictionary<string, string>()).Select(pair => (pair.Key, (string?)pair.Value)).Concat(own))
        {
            // The supervisor adds to its own environment: empty is as good as not set.
            environment[name] = value ?? "";
        }

        return environment;
    }

    private ProcessIdentity Hold(string name)
    {
        cluster.Processes.Add(cluster.Processes.Find(name)! with { IsHeldDown = true });
        return cluster.Processes.Running(name)!;
    }

    private string LogOf(string name) => Path.Combine(_logs, name + ".log");

    private ProcessStatus? StatusOf(string name) => cluster.Processes.Status().FirstOrDefault(status => status.Name == name);

    private static List<string> ReadShared(string path)
    {
        using StreamReader reader = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        // Without the last one, which may still be being written.
        return [.. reader.ReadToEnd().Split('\n').SkipLast(1)];
    }
}
