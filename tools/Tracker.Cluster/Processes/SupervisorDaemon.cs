using System.Diagnostics;
using System.Runtime.InteropServices;
using Tracker.Cluster.Primitives;

namespace Tracker.Cluster.Processes;

/// <summary>The command of a process that calls <see cref="SupervisorDaemon.RunAsync"/> with the directory in its last argument.</summary>
public sealed record SupervisorCommand(string Executable, IReadOnlyList<string> Arguments);

/// <summary>A supervisor in its own process, which outlives the command that started it.</summary>
public static class SupervisorDaemon
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(90);

    /// <summary>The main loop of the daemon. Runs until SIGTERM or SIGINT.</summary>
    public static async Task RunAsync(string directory, TextWriter output, CancellationToken ct)
    {
        TaskCompletionSource stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using CancellationTokenRegistration cancelled = ct.Register(() => stop.TrySetResult());
        await using Supervisor supervisor = await Supervisor.StartAsync(new ProcessDirectory(directory), new LineLog(output));
        await stop.Task;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true; // stops the processes first
            stop.TrySetResult();
        }
    }

    /// <summary>Starts a daemon for the directory, unless one is running, and waits until it is ready.</summary>
    public static async Task LaunchAsync(string directory, SupervisorCommand command, CancellationToken ct)
    {
        ProcessDirectory processes = new(directory);
        if (processes.IsSupervised)
            return;
        LogFile.Rotate(processes.SupervisorLog);
        ProcessSpec spec = new()
        {
            Name = "supervisor",
            Executable = command.Executable,
            Arguments = [.. command.Arguments, directory],
            WorkingDirectory = "/",
            LogFile = processes.SupervisorLog,
        };
        using Process daemon = ProcessLauncher.Start(spec, Path.Combine(directory, "supervisor.launch"));
        await Condition.WaitAsync("The supervisor did not start", StartTimeout, _ => Task.FromResult(Obstacle()), ct);

        string? Obstacle()
        {
            if (processes.IsSupervised)
                return null;
            return daemon.HasExited
                ? throw new ClusterException($"The supervisor exited with code {daemon.ExitCode}; {LogFile.Tail(processes.SupervisorLog)}")
                : $"it has not locked {directory}; {LogFile.Tail(processes.SupervisorLog)}";
        }
    }

    /// <summary>Stops the daemon of the directory with its processes, and processes that a killed daemon left behind.</summary>
    public static async Task StopAsync(string directory, IProgress<string> log, CancellationToken ct)
    {
        ProcessDirectory processes = new(directory);
        if (processes.IsSupervised && processes.Supervisor is { IsAlive: true } supervisor)
        {
            supervisor.Signal(ProcessSignal.Terminate);
            supervisor.Signal(ProcessSignal.Continue);
            await Condition.WaitAsync("The supervisor did not stop", StopTimeout, _ => Task.FromResult(
                supervisor.IsAlive ? $"pid {supervisor.Pid} is still running; {LogFile.Tail(processes.SupervisorLog)}" : null), ct);
        }

        await Supervisor.StopOrphansAsync(processes, log);
    }

    private sealed class LineLog(TextWriter output) : IProgress<string>
    {
        public void Report(string value)
        {
            lock (output)
            {
                output.WriteLine($"{TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm:ss.fff}Z {value}");
                output.Flush();
            }
        }
    }
}
