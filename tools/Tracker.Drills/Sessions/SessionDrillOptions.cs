using Tracker.Drills.Running;

namespace Tracker.Drills.Sessions;

/// <summary>What the sessions drill is asked to do.</summary>
public sealed record SessionDrillOptions
{
    /// <summary>Reads and writes over all sessions.</summary>
    public int Operations { get; init; } = 20_000;

    /// <summary>Chooses the operations and the faults.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Sessions side by side.</summary>
    public int Sessions { get; init; } = 32;

    /// <summary>Sessions that promise nothing: the checker must find violations then.</summary>
    public bool WithoutGuard { get; init; }

    public DrillTopology Topology { get; init; }

    /// <summary>How many faults are planned, evenly over the operations.</summary>
    public int Faults => Math.Max(3, Operations / 10_000);
}
