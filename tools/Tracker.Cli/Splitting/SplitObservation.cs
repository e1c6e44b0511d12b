namespace Tracker.Cli.Splitting;

/// <summary>The server that answered on a port.</summary>
/// <param name="Port">The port.</param>
/// <param name="Node">The server's address.</param>
/// <param name="IsReplica">Whether the server is in recovery.</param>
internal sealed record PortAnswer(int Port, string Node, bool IsReplica);

/// <summary>The observed routing of reads and writes.</summary>
/// <param name="Read">The first answer on the read port.</param>
/// <param name="Write">The answer on the write port.</param>
/// <param name="Reads">Reads by node.</param>
/// <param name="ReplicaNodes">The nodes that are replicas.</param>
/// <param name="Replicas">The number of replicas that stream from the primary.</param>
internal sealed record SplitObservation(
    PortAnswer Read, PortAnswer Write, IReadOnlyDictionary<string, int> Reads, IReadOnlySet<string> ReplicaNodes, int Replicas);
