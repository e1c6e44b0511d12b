using System.ComponentModel;
using System.Diagnostics;
using Tracker.Cluster.Primitives;

namespace Tracker.Cluster.Processes;

/// <summary>Keeps a process running until it is stopped.</summary>
internal sealed class SupervisedProcess
{
    private readonly ProcessDirectory _directory;
    private readonly Backoff _backoff;
    private readonly Action _changed;
    private readonly IProgress<string> _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
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

    /// <summary>Applies a change of <see cref="ProcessSpec.IsHeldDown"/>. Returns false if the spec requires a restart.</summary>
    public bool Accept(ProcessSpec spec)
    {
        if (StateJson.Write(spec with { IsHeldDown = false }) != StateJson.Write(_spec with { IsHeldDown = false }))
            return false;
        if (spec.IsHeldDown != _spec.IsHeldDown)
        {
            _spec = spec;
            Report(Status with { IsHeldDown = spec.IsHeldDown });
            if (_wake.CurrentCount == 0)
                _wake.Release();
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
                // Read the file: a process that is held down and killed at once must not restart.
                if (_directory.Find(_spec.Name) is not { IsHeldDown: false })
                {
                    SetState(ProcessState.Stopped);
                    await _wake.WaitAsync(_stop.Token);
                    continue;
                }

                TimeSpan ranFor = await TryRunOnceAsync();
                if (_stop.IsCancellationRequested)
                    break;
                wait = _backoff.Next(wait, ranFor);
                SetState(ProcessState.Backoff);
                await Task.Delay(wait.Value, TimeProvider.System, _stop.Token);
                if (_directory.Find(_spec.Name) is { IsHeldDown: false })
                    Report(Status with { Restarts = Status.Restarts + 1 });
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                break;
            }
        }

        SetState(ProcessState.Stopped);
    }

    /// <summary>A process that can't be started is retried like one that exited.</summary>
    private async Task<TimeSpan> TryRunOnceAsync()
    {
        try
        {
            return await RunOnceAsync();
        }
        catch (Exception reason) when (reason is Win32Exception or ClusterException or IOException)
        {
            _log.Report($"{_spec.Name} could not be started or stopped: {reason.Message}");
            return TimeSpan.Zero;
        }
    }

    /// <summary>Runs the process once and returns the duration.</summary>
    private async Task<TimeSpan> RunOnceAsync()
    {
        long start = TimeProvider.System.GetTimestamp();
        using Process child = ProcessLauncher.Start(_spec, _directory.RecordFile(_spec.Name));
        if (ProcessTable.Find(child.Id)?.Identity is { } process)
        {
            SetState(ProcessState.Running, process);
            _log.Report($"{_spec.Name} started, pid {process.Pid}");
            try
            {
                await child.WaitForExitAsync(_stop.Token);
            }
            catch (OperationCanceledException)
            {
                SetState(ProcessState.Stopping);
                await ProcessStop.StopAsync(process, _spec.StopSignal, _spec.StopTimeout);
            }

            ProcessStop.KillSession(process, _directory.RecordFile(_spec.Name));
        }

        await child.WaitForExitAsync(CancellationToken.None);
        File.Delete(_directory.RecordFile(_spec.Name));
        TimeSpan ranFor = TimeProvider.System.GetElapsedTime(start);
        Report(Status with { LastExitCode = child.ExitCode });
        _log.Report(
            $"{_spec.Name} exited after {ranFor.TotalSeconds:0.0} s with code {child.ExitCode}{(IsStopping ? " (stop requested)" : "")}");
        return ranFor;
    }

    private void SetState(ProcessState state, ProcessIdentity? process = null)
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
