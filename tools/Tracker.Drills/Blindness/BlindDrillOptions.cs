using Tracker.Drills.Faults;
using Tracker.Drills.Running;

namespace Tracker.Drills.Blindness;

/// <summary>The options of the drill of quiet replicas.</summary>
public sealed record BlindDrillOptions
{
    /// <summary>The names of the faults to inject; empty for all.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>The topologies to run in.</summary>
    public IReadOnlyList<DrillTopology> Topologies { get; init; } = Enum.GetValues<DrillTopology>();

    /// <summary>The names of all faults.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. FaultCatalog.Quiet.Select(fault => fault.Name)];

    /// <summary>Whether a chosen fault requires a <see cref="Tracker.Cluster.Networks.PrivateNetwork"/>.</summary>
    public bool RequiresPrivateNetwork => Chosen.Any(fault => fault.RequiresPrivateNetwork);

    internal IReadOnlyList<Fault> Chosen => Faults.Count == 0 ? FaultCatalog.Quiet : [.. FaultCatalog.Quiet.Where(fault => Faults.Contains(fault.Name))];
}
