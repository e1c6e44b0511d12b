namespace Tracker.Cluster.Processes;

public enum ProcessState
{
    /// <summary>Not started yet, held down, or stopped on request.</summary>
    Stopped,
    Running,

    /// <summary>It exited and waits to be restarted.</summary>
    Backoff,
    Stopping,
}

/// <summary>The status of a supervised process.</summary>
/// <param name="Name">As in its <see cref="ProcessSpec"/>.</param>
/// <param name="State">Stopped, Running, Backoff or Stopping.</param>
/// <param name="Process">The process that was last started, alive or not.</param>
/// <param name="Restarts">The number of restarts since the process was added.</param>
/// <param name="LastExitCode">The last exit code; 128 + n if signal n ended the process.</param>
/// <param name="Since">When the process entered this state.</param>
/// <param name="IsHeldDown">Restarts are suppressed.</param>
public sealed record ProcessStatus(
    string Name, ProcessState State, ProcessIdentity? Process, int Restarts, int? LastExitCode, DateTimeOffset Since, bool IsHeldDown);
