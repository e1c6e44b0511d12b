using Tracker.Drills.Faults;
using Tracker.Drills.Running;

namespace Tracker.Drills.Failover;

/// <summary>What the failover drill is asked to do.</summary>
public sealed record FailoverDrillOptions
{
    /// <summary>The names of the faults, in the order of the list of names; all where there are none.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>How long each fault lasts at least before it is healed.</summary>
    public TimeSpan Lasting { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Commits wait for no standby: what is lost then is counted and named.</summary>
    public bool Asynchronous { get; init; }

    public DrillTopology Topology { get; init; }

    /// <summary>The names that can be asked for.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. FaultCatalog.OfFailovers.Select(fault => fault.Name)];

    /// <summary>Whether the drill, to be whole, must run in a <see cref="Tracker.Cluster.Networks.PrivateNetwork"/>.</summary>
    public bool NeedsNetwork => Chosen.Any(fault => fault.NeedsNetwork);

    internal IReadOnlyList<Fault> Chosen => Faults.Count == 0
        ? FaultCatalog.OfFailovers
        : [.. FaultCatalog.OfFailovers.Where(fault => Faults.Contains(fault.Name))];
}
