using System.Collections.Concurrent;
using Tracker.Cluster.Primitives;
using Tracker.Cluster.Processes;

namespace Tracker.Cluster.Tests.Processes;

public sealed class SupervisorTests : IAsyncLifetime, IProgress<string>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private readonly string _root = Directory.CreateTempSubdirectory("tracker-supervisor-").FullName;
    private readonly ConcurrentQueue<string> _log = new();
    private ProcessDirectory _directory = null!;
    private Supervisor _supervisor = null!;

    public async Task InitializeAsync()
    {
        _directory = new ProcessDirectory(Path.Combine(_root, "supervisor"));
        _supervisor = await Supervisor.StartAsync(
            _directory, this, new Backoff { Initial = TimeSpan.FromMilliseconds(20), Maximum = TimeSpan.FromMilliseconds(50) });
    }

    public async Task DisposeAsync()
    {
        await _supervisor.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    void IProgress<string>.Report(string value) => _log.Enqueue(value);

    [Fact]
    public async Task A_spec_starts_a_process_and_its_removal_stops_it()
    {
        _directory.Add(Shell("worker", "exec sleep 600"));
        ProcessIdentity process = (await UntilAsync("worker", status => status?.State == ProcessState.Running))!.Process!;
        Assert.True(process.IsAlive);
        _directory.Remove("worker");
        await UntilAsync("worker", status => status is null);
        Assert.False(process.IsAlive);
    }

    [Fact]
    public async Task A_process_that_exits_is_restarted_and_logged()
    {
        _directory.Add(Shell("worker", "echo output; exit 3"));
        ProcessStatus? status = await UntilAsync("worker", status => status is { Restarts: >= 3 });
        Assert.Equal(3, status!.LastExitCode);
        Assert.Contains(
            _log,
            line => line.StartsWith("worker exited after", StringComparison.Ordinal)
                && line.EndsWith("with code 3", StringComparison.Ordinal));
        Assert.Contains("output", LogFile.Tail(Path.Combine(_root, "worker.log")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_is_held_down_stays_down_until_released()
    {
        ProcessSpec spec = Shell("worker", "exec sleep 600");
        _directory.Add(spec);
        ProcessIdentity running = (await UntilAsync("worker", status => status?.State == ProcessState.Running))!.Process!;
        _directory.Add(spec with { IsHeldDown = true });
        running.Signal(ProcessSignal.Kill);
        ProcessStatus? held = await UntilAsync("worker", status => status is { State: ProcessState.Stopped, IsHeldDown: true });
        Assert.Equal(137, held!.LastExitCode);
        _directory.Add(spec);
        await UntilAsync("worker", status => status?.State == ProcessState.Running);
    }

    [Fact]
    public async Task A_changed_spec_restarts_the_process_and_an_equal_one_does_not()
    {
        _directory.Add(Shell("worker", "exec sleep 600"));
        ProcessIdentity first = (await UntilAsync("worker", status => status?.State == ProcessState.Running))!.Process!;
        _directory.Add(Shell("worker", "exec sleep 600"));
        _directory.Add(Shell("other", "exec sleep 600"));
        await UntilAsync("other", status => status?.State == ProcessState.Running);
        Assert.True(first.IsAlive);
        _directory.Add(Shell("worker", "exec sleep 601"));
        await UntilAsync("worker", status => status?.State == ProcessState.Running && status.Process != first);
        Assert.False(first.IsAlive);
    }

    [Fact]
    public async Task A_process_that_ignores_the_stop_signal_or_is_paused_is_stopped()
    {
        _directory.Add(Shell("deaf", "trap '' TERM; while :; do sleep 600; done") with { StopTimeout = TimeSpan.FromMilliseconds(200) });
        _directory.Add(Shell("frozen", "exec sleep 600"));
        await UntilAsync("deaf", status => status?.State == ProcessState.Running);
        await UntilAsync("frozen", status => status?.State == ProcessState.Running);
        _directory.Running("frozen")!.Signal(ProcessSignal.Stop);
        _directory.Remove("deaf");
        _directory.Remove("frozen");
        await UntilAsync("deaf", status => status is null);
        await UntilAsync("frozen", status => status is null);
    }

    [Fact]
    public async Task Remaining_processes_of_a_session_are_killed_before_the_restart()
    {
        string child = Path.Combine(_root, "child");
        _directory.Add(Shell("worker", $"sleep 600 & echo $! > {child}; exec sleep 600"));
        ProcessStatus? first = await UntilAsync(
            "worker", status => status?.State == ProcessState.Running && File.Exists(child) && File.ReadAllText(child).Length > 1);
        ProcessIdentity orphan = ProcessTable.Find(int.Parse(await File.ReadAllTextAsync(child)))!.Identity;
        first!.Process!.Signal(ProcessSignal.Kill);
        await UntilAsync("worker", status => status?.State == ProcessState.Running && status.Process != first.Process);
        Assert.False(orphan.IsAlive);
    }

    [Fact]
    public async Task Processes_are_stopped_in_their_stop_order()
    {
        string order = Path.Combine(_root, "order");
        foreach ((string name, int stopOrder) in new[] { ("etcd", 3), ("worker", 1), ("proxy", 2) })
        {
            string script = $"trap 'echo {name} >> {order}; exit' TERM; echo ready; while :; do sleep 0.01; done";
            _directory.Add(Shell(name, script) with { StopOrder = stopOrder });
            await UntilAsync(
                name,
                status => status?.State == ProcessState.Running
                    && LogFile.Tail(Path.Combine(_root, name + ".log")).Contains("ready", StringComparison.Ordinal));
        }

        await _supervisor.DisposeAsync();
        Assert.Equal(["worker", "proxy", "etcd"], await File.ReadAllLinesAsync(order));
        Assert.All(_directory.Status(), status => Assert.Equal(ProcessState.Stopped, status.State));
    }

    [Fact]
    public async Task A_missing_program_or_directory_is_logged_and_retried()
    {
        _directory.Add(Shell("worker", "") with { Executable = "/nowhere/program" });
        _directory.Add(Shell("lost", "") with { WorkingDirectory = "/nowhere" });
        Assert.Equal(127, (await UntilAsync("worker", status => status is { Restarts: > 0 }))!.LastExitCode);
        await UntilAsync("lost", status => status is { Restarts: > 0 });
        Assert.Contains(_log, line => line.StartsWith("lost could not be started", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_directory_has_one_supervisor()
    {
        ClusterException refused = await Assert.ThrowsAsync<ClusterException>(() => Supervisor.StartAsync(_directory, this));
        Assert.Contains($"pid {Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
    }

    private ProcessSpec Shell(string name, string script) => new()
    {
        Name = name,
        Executable = "/bin/sh",
        Arguments = ["-c", script],
        WorkingDirectory = "/",
        LogFile = Path.Combine(_root, name + ".log"),
    };

    private async Task<ProcessStatus?> UntilAsync(string name, Func<ProcessStatus?, bool> condition)
    {
        ProcessStatus? status = null;
        await Condition.WaitAsync($"{name} did not come so far", Deadline, _ =>
        {
            status = _directory.Status().FirstOrDefault(status => status.Name == name);
            return Task.FromResult(condition(status) ? null : $"it is {status}");
        }, CancellationToken.None);
        return status;
    }
}
