using Tracker.Drills.Faults;
using Tracker.Drills.Running;

namespace Tracker.Drills.Failover;

/// <summary>The options of the failover drill.</summary>
public sealed record FailoverDrillOptions
{
    /// <summary>The names of the faults to inject; empty for all. The order is that of <see cref="Names"/>.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>The minimum duration of each fault before it is healed.</summary>
    public TimeSpan Lasting { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Disables synchronous_mode. Lost units are then counted and listed.</summary>
    public bool Asynchronous { get; init; }

    public DrillTopology Topology { get; init; }

    /// <summary>The names of all faults.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. FaultCatalog.Failover.Select(fault => fault.Name)];

    /// <summary>Whether a chosen fault requires a <see cref="Tracker.Cluster.Networks.PrivateNetwork"/>.</summary>
    public bool RequiresPrivateNetwork => Chosen.Any(fault => fault.RequiresPrivateNetwork);

    internal IReadOnlyList<Fault> Chosen => Faults.Count == 0
        ? FaultCatalog.Failover
        : [.. FaultCatalog.Failover.Where(fault => Faults.Contains(fault.Name))];
}
