namespace Tracker.Cli.Splitting;

/// <summary>Who answered on a port.</summary>
/// <param name="Port">The port asked.</param>
/// <param name="Node">The server's address.</param>
/// <param name="IsReplica">What it says of itself.</param>
internal sealed record PortAnswer(int Port, string Node, bool IsReplica);

/// <summary>What was seen of the split between reads and writes.</summary>
/// <param name="Read">The read port's first answer.</param>
/// <param name="Write">The write port's.</param>
/// <param name="Reads">Reads by node.</param>
/// <param name="ReplicaNodes">Those of the nodes that are replicas.</param>
/// <param name="Replicas">Replicas that stream from the primary.</param>
internal sealed record SplitObservation(
    PortAnswer Read, PortAnswer Write, IReadOnlyDictionary<string, int> Reads, IReadOnlySet<string> ReplicaNodes, int Replicas);
