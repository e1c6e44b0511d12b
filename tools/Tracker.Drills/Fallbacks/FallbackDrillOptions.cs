using Tracker.Drills.Running;

namespace Tracker.Drills.Fallbacks;

/// <summary>The options of the fallback drill.</summary>
public sealed record FallbackDrillOptions
{
    /// <summary>The duration of each of the two phases.</summary>
    public TimeSpan Phase { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Reads per second that require the latest acknowledged write.</summary>
    public int ReadsPerSecond { get; init; } = 200;

    /// <summary>Small writes per second.</summary>
    public int WritesPerSecond { get; init; } = 100;

    public DrillTopology Topology { get; init; }
}
