namespace Tracker.Cluster.Processes;

/// <summary>Signals by their Linux numbers.</summary>
public enum ProcessSignal
{
    Interrupt = 2,
    Quit = 3,
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}
