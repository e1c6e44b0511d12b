using Tracker.Drills.Running;

namespace Tracker.Drills.Sessions;

/// <summary>The options of the session drill.</summary>
public sealed record SessionDrillOptions
{
    /// <summary>The number of reads and writes over all sessions.</summary>
    public int Operations { get; init; } = 20_000;

    /// <summary>The seed of the random operations and faults.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The number of concurrent sessions.</summary>
    public int Sessions { get; init; } = 32;

    /// <summary>Disables the session guarantees. The checker must then find violations.</summary>
    public bool WithoutGuard { get; init; }

    public DrillTopology Topology { get; init; }

    /// <summary>The number of faults, spread evenly over the operations.</summary>
    public int Faults => Math.Max(3, Operations / 10_000);
}
