namespace Tracker.Cli.Splitting;

/// <summary>Whether reads and writes went where they should, and why not.</summary>
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
            (0, _) => new(seen.Read, "primary", Ok, "There is no replica: the primary serves the reads, as it may."),
            (_, 0) => new(seen.Read, "replica", Ok, $"All {all:N0} reads were served by replicas."),
            _ => new(seen.Read, "replica", Wrong,
                $"{onPrimary:N0} of {all:N0} reads landed on the primary, while {replicas} replicas stream from it. See HAProxy's stats page for why its checks refuse them."),
        };
        return new SplitVerdict(read, seen.Write.IsReplica
            ? new ConnectionVerdict(seen.Write, "primary", Wrong, $"The write port leads to a replica, {seen.Write.Node}. Check HAProxy's check of /primary.")
            : new ConnectionVerdict(seen.Write, "primary", Ok, "The primary took a write."));
    }
}

/// <summary>One port's part of the verdict.</summary>
internal sealed record ConnectionVerdict(PortAnswer Answer, string Expected, string Status, string Reason);
