namespace Tracker.Cluster.Processes;

/// <summary>The signals in use here, by Linux's numbers.</summary>
public enum ProcessSignal
{
    Interrupt = 2,
    Quit = 3,
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}
