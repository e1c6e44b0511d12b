using Tracker.Cluster.Primitives;

namespace Tracker.Cluster.Processes;

/// <summary>
/// Runs the processes that its directory lists and restarts those that exit. First stops processes that a killed supervisor
/// left behind, according to their pid records.
/// </summary>
public sealed class Supervisor : IAsyncDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);
    private readonly ProcessDirectory _directory;
    private readonly Backoff _backoff;
    private readonly IProgress<string> _log;
    private readonly FileStream _lock;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, SupervisedProcess> _processes = new(StringComparer.Ordinal);
    private Task _completion = Task.CompletedTask;

    private Supervisor(ProcessDirectory directory, Backoff backoff, IProgress<string> log, FileStream held)
    {
        (_directory, _backoff, _log, _lock) = (directory, backoff, log, held);
    }

    /// <summary>Starts a supervisor in this process.</summary>
    /// <exception cref="ClusterException">Another supervisor is running for the directory.</exception>
    public static async Task<Supervisor> StartAsync(ProcessDirectory directory, IProgress<string> log, Backoff? backoff = null)
    {
        FileStream held = directory.Lock() ?? throw new ClusterException(
            $"Another supervisor (pid {directory.Supervisor?.Pid}) is running for {directory.SpecsDirectory}. Stop it first.");
        Supervisor supervisor = new(directory, backoff ?? new Backoff(), log, held);
        await StopOrphansAsync(directory, log);
        supervisor._completion = Task.Run(supervisor.RunAsync, CancellationToken.None);
        return supervisor;
    }

    /// <summary>
    /// Stops all processes in their stop order, then the supervisor. The specs stay, so the next supervisor starts them again.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        await _stop.CancelAsync();
        await _completion;
        _directory.Unlock(_lock);
        _stop.Dispose();
    }

    /// <summary>Stops the processes of pid records that have no supervisor.</summary>
    internal static async Task StopOrphansAsync(ProcessDirectory directory, IProgress<string> log)
    {
        foreach (IGrouping<int, string> group in directory.Records().GroupBy(name => directory.Find(name)?.StopOrder ?? 0).OrderBy(group => group.Key))
            await Task.WhenAll(group.Select(StopAsync));

        async Task StopAsync(string name)
        {
            if (directory.Running(name) is { } process)
            {
                log.Report($"{name} (pid {process.Pid}) outlived its supervisor: stopping it");
                ProcessSpec? spec = directory.Find(name);
                await ProcessStop.StopAsync(
                    process, spec?.StopSignal ?? ProcessSignal.Terminate, spec?.StopTimeout ?? TimeSpan.FromSeconds(15));
            }

            if (directory.Recorded(name) is { } leader)
                ProcessStop.KillSession(leader, directory.RecordFile(name));
            File.Delete(directory.RecordFile(name));
        }
    }

    private async Task RunAsync()
    {
        using FileSystemWatcher watcher = new(_directory.SpecsDirectory, "*.json") { EnableRaisingEvents = true };
        watcher.Created += (_, _) => _wake.Release();
        watcher.Renamed += (_, _) => _wake.Release();
        watcher.Deleted += (_, _) => _wake.Release();
        while (!_stop.IsCancellationRequested)
        {
            Reconcile();
            try
            {
                await _wake.WaitAsync(PollInterval, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        foreach (IGrouping<int, SupervisedProcess> group in _processes.Values.GroupBy(process => process.StopOrder).OrderBy(group => group.Key))
        {
            foreach (SupervisedProcess process in group)
                process.Stop();
            await Task.WhenAll(group.Select(process => process.Completion));
        }
    }

    /// <summary>Reconciles the running processes with the specs.</summary>
    private void Reconcile()
    {
        IReadOnlyList<string> wanted = _directory.Names();
        foreach (string name in wanted.Union(_processes.Keys).ToList())
        {
            ProcessSpec? spec;
            try
            {
                spec = wanted.Contains(name) ? _directory.Find(name) : null;
            }
            catch (ClusterException unreadable)
            {
                _log.Report(unreadable.Message); // does not affect other processes
                continue;
            }

            if (spec is not null)
                LogFile.Rotate(spec.LogFile);
            SupervisedProcess? current = _processes.GetValueOrDefault(name);
            if (current is { Completion.IsCompleted: true })
            {
                Set(name, null);
                current = null;
            }

            if (current is null && spec is not null)
                Set(name, new SupervisedProcess(spec, _directory, _backoff, WriteStatus, _log));
            else if (current is { IsStopping: false } && (spec is null || !current.Accept(spec)))
                Stop(current);
        }
    }

    private void Stop(SupervisedProcess process)
    {
        process.Stop();
        _ = process.Completion.ContinueWith(_ => _wake.Release(), TaskScheduler.Default);
    }

    private void Set(string name, SupervisedProcess? process)
    {
        lock (_gate)
        {
            if (process is null)
                _processes.Remove(name);
            else
                _processes[name] = process;
        }

        WriteStatus();
    }

    private void WriteStatus()
    {
        lock (_gate)
        {
            try
            {
                _directory.WriteStatus(_processes.Values.Select(process => process.Status));
            }
            catch (IOException full)
            {
                _log.Report($"The status could not be written: {full.Message}"); // the processes keep running
            }
        }
    }
}
