namespace Tracker.Cluster.Processes;

public enum ProcessState
{
    /// <summary>Not started yet, held down, or stopped on request.</summary>
    Stopped,
    Running,

    /// <summary>It died, and waits to be started again.</summary>
    Backoff,
    Stopping,
}

/// <summary>What the supervisor knows of one process.</summary>
/// <param name="Name">As in its <see cref="ProcessSpec"/>.</param>
/// <param name="State">Stopped, Running, Backoff or Stopping.</param>
/// <param name="Process">The last one started, alive or not.</param>
/// <param name="Restarts">How often it died and was started again, since it was added.</param>
/// <param name="LastExitCode">Of the last one that ended; 128 + n when signal n ended it.</param>
/// <param name="Since">When it came into this state.</param>
/// <param name="IsHeldDown">It is not started again until released.</param>
public sealed record ProcessStatus(
    string Name, ProcessState State, ProcessIdentity? Process, int Restarts, int? LastExitCode, DateTimeOffset Since, bool IsHeldDown);
