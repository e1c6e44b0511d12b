namespace Tracker.Cli.Splitting;

/// <summary>Whether reads and writes were routed as expected, with the reason.</summary>
internal sealed record SplitVerdict(ConnectionVerdict Read, ConnectionVerdict Write)
{
    public const string Ok = "ok";
    public const string Wrong = "wrong";

    public bool IsOk => Read.Status == Ok && Write.Status == Ok;

    public static SplitVerdict Of(SplitObservation seen)
    {
        int onPrimary = seen.Reads.Where(node => !seen.ReplicaNodes.Contains(node.Key)).Sum(node => node.Value);
        int all = seen.Reads.Values.Sum();
        int replicas = Math.Max(seen.Replicas, seen.ReplicaNodes.Count);
        ConnectionVerdict read = (replicas, onPrimary) switch
        {
            (0, _) => new(seen.Read, "primary", Ok, "There is no replica, so the primary serves the reads."),
            (_, 0) => new(seen.Read, "replica", Ok, $"All {all:N0} reads were served by replicas."),
            _ => new(seen.Read, "replica", Wrong,
                $"{onPrimary:N0} of {all:N0} reads were served by the primary although {replicas} replicas stream from it. "
                + "See the health checks on HAProxy's stats page."),
        };
        return new SplitVerdict(read, seen.Write.IsReplica
            ? new ConnectionVerdict(
                seen.Write,
                "primary",
                Wrong,
                $"The write port connects to a replica, {seen.Write.Node}. See the /primary checks on HAProxy's stats page.")
            : new ConnectionVerdict(seen.Write, "primary", Ok, "The primary accepted a write."));
    }
}

/// <summary>The verdict on one port.</summary>
internal sealed record ConnectionVerdict(PortAnswer Answer, string Expected, string Status, string Reason);
