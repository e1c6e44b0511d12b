using System.ComponentModel;
using System.Diagnostics;

namespace Tracker.Cluster.Processes;

/// <summary>Keeps one process running until told to stop it.</summary>
internal sealed class SupervisedProcess
{
    private readonly ProcessDirectory _directory;
    private readonly Backoff _backoff;
    private readonly Action _changed;
    private readonly IProgress<string> _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _poke = new(0, 1);
    private ProcessSpec _spec;

    public SupervisedProcess(ProcessSpec spec, ProcessDirectory directory, Backoff backoff, Action changed, IProgress<string> log)
    {
        (_spec, _directory, _backoff, _changed, _log) = (spec, directory, backoff, changed, log);
        Status = new ProcessStatus(spec.Name, ProcessState.Stopped, null, 0, null, TimeProvider.System.GetUtcNow(), spec.IsHeldDown);
        Completion = Task.Run(RunAsync, CancellationToken.None);
    }

    public ProcessStatus Status { get; private set; }

    public Task Completion { get; }

    public int StopOrder => _spec.StopOrder;

    public bool IsStopping => _stop.IsCancellationRequested;

    /// <summary>Takes over whether the process is held down. False when it would have to be restarted to be as the spec says.</summary>
    public bool Accept(ProcessSpec spec)
    {
        if (StateJson.Write(spec with { IsHeldDown = false }) != StateJson.Write(_spec with { IsHeldDown = false }))
            return false;
        if (spec.IsHeldDown != _spec.IsHeldDown)
        {
            _spec = spec;
            Report(Status with { IsHeldDown = spec.IsHeldDown });
            if (_poke.CurrentCount == 0)
                _poke.Release();
        }

        return true;
    }

    public void Stop() => _stop.Cancel();

    private async Task RunAsync()
    {
        TimeSpan? wait = null;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                // From the file, not from memory: who holds a process down and kills it at once must not be overtaken.
                if (_directory.Find(_spec.Name) is not { IsHeldDown: false })
                {
                    Enter(ProcessState.Stopped);
                    await _poke.WaitAsync(_stop.Token);
                    continue;
                }

                TimeSpan ranFor = await TryLiveAsync();
                if (_stop.IsCancellationRequested)
                    break;
                wait = _backoff.Next(wait, ranFor);
                Enter(ProcessState.Backoff);
                await Task.Delay(wait.Value, TimeProvider.System, _stop.Token);
                if (_directory.Find(_spec.Name) is { IsHeldDown: false })
                    Report(Status with { Restarts = Status.Restarts + 1 });
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                break;
            }
        }

        Enter(ProcessState.Stopped);
    }

    /// <summary>One that can't even be started is tried again like one that died.</summary>
    private async Task<TimeSpan> TryLiveAsync()
    {
        try
        {
            return await LiveAsync();
        }
        catch (Exception reason) when (reason is Win32Exception or ClusterException or IOException)
        {
            _log.Report($"{_spec.Name} could not be started or stopped: {reason.Message}");
            return TimeSpan.Zero;
        }
    }

    /// <summary>From start to end; how long that was.</summary>
    private async Task<TimeSpan> LiveAsync()
    {
        long start = TimeProvider.System.GetTimestamp();
        using Process child = ProcessLauncher.Start(_spec, _directory.RecordFile(_spec.Name));
        if (ProcessTable.Find(child.Id)?.Identity is { } process)
        {
            Enter(ProcessState.Running, process);
            _log.Report($"{_spec.Name} started, pid {process.Pid}");
            try
            {
                await child.WaitForExitAsync(_stop.Token);
            }
            catch (OperationCanceledException)
            {
                Enter(ProcessState.Stopping);
                await ProcessStop.StopAsync(process, _spec.StopSignal, _spec.StopTimeout);
            }

            ProcessStop.KillSession(process, _directory.RecordFile(_spec.Name));
        }

        await child.WaitForExitAsync(CancellationToken.None);
        File.Delete(_directory.RecordFile(_spec.Name));
        TimeSpan ranFor = TimeProvider.System.GetElapsedTime(start);
        Report(Status with { LastExitCode = child.ExitCode });
        _log.Report($"{_spec.Name} ended after {ranFor.TotalSeconds:0.0} s, exit code {child.ExitCode}{(IsStopping ? ", as asked" : "")}");
        return ranFor;
    }

    private void Enter(ProcessState state, ProcessIdentity? process = null)
    {
        if (Status.State != state || process is not null)
            Report(Status with { State = state, Process = process ?? Status.Process, Since = TimeProvider.System.GetUtcNow() });
    }

    private void Report(ProcessStatus status)
    {
        Status = status;
        _changed();
    }
}
