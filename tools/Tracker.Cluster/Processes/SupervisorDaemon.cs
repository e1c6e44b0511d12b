using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Tracker.Cluster.Processes;

/// <summary>How to start a process that calls <see cref="SupervisorDaemon.RunAsync"/> with the directory that it is given last.</summary>
public sealed record SupervisorCommand(string Executable, IReadOnlyList<string> Arguments);

/// <summary>A supervisor as a process of its own, which outlives the command that started it.</summary>
public static class SupervisorDaemon
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(90);

    /// <summary>Supervises the directory until SIGTERM or SIGINT. The body of the daemon's process.</summary>
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
            context.Cancel = true; // the processes are stopped first
            stop.TrySetResult();
        }
    }

    /// <summary>Starts a daemon for the directory, unless one runs, and waits until it has taken over.</summary>
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
                ? throw new ClusterException($"The supervisor ended with exit code {daemon.ExitCode}; {LogFile.Tail(processes.SupervisorLog)}")
                : $"it has not taken over {directory}; {LogFile.Tail(processes.SupervisorLog)}";
        }
    }

    /// <summary>Stops the daemon of the directory and all that it runs, and what a killed one left behind.</summary>
    public static async Task StopAsync(string directory, IProgress<string> log, CancellationToken ct)
    {
        ProcessDirectory processes = new(directory);
        if (processes.IsSupervised && processes.Supervisor is { IsAlive: true } supervisor)
        {
            supervisor.Signal(ProcessSignal.Terminate);
            supervisor.Signal(ProcessSignal.Continue);
            await Condition.WaitAsync("The supervisor did not stop", StopTimeout, _ => Task.FromResult(
                supervisor.IsAlive ? $"pid {supervisor.Pid} still runs; {LogFile.Tail(processes.SupervisorLog)}" : null), ct);
        }

        await Supervisor.EndLeftoversAsync(processes, log);
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
