using Tracker.Drills.Running;

namespace Tracker.Drills.Fallbacks;

/// <summary>What the fallback drill is asked to do.</summary>
public sealed record FallbackDrillOptions
{
    /// <summary>How long each of the two phases is measured.</summary>
    public TimeSpan Phase { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Reads a second that need what was written last.</summary>
    public int ReadsPerSecond { get; init; } = 200;

    /// <summary>Small writes a second.</summary>
    public int WritesPerSecond { get; init; } = 100;

    public DrillTopology Topology { get; init; }
}
