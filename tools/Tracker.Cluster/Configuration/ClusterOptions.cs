using System.Text.Json.Serialization;
using Tracker.Cluster.Networks;
using Tracker.Cluster.Processes;

namespace Tracker.Cluster.Configuration;

/// <summary>What a local cluster is made of. Kept in its state directory: later commands find it there.</summary>
public sealed record ClusterOptions
{
    /// <summary>Holds everything that the cluster needs again: settings, secrets, logs, data (or where the data is).</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Between 1 and 9. One node has no replica: reads then go to the primary.</summary>
    public int Nodes { get; init; } = 3;

    public ClusterAddresses Addresses { get; init; } = ClusterAddresses.Default;

    public ClusterPorts Ports { get; init; } = new();

    /// <summary>A commit is acknowledged when a standby has it too.</summary>
    public bool SynchronousMode { get; init; } = true;

    /// <summary>Patroni's ttl: how long a silent leader keeps its key. At least loop wait and twice the retry timeout.</summary>
    public TimeSpan TimeToLive { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Patroni's loop_wait.</summary>
    public TimeSpan LoopWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Patroni's retry_timeout, for etcd and PostgreSQL. At least 3 s.</summary>
    public TimeSpan RetryTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>PostgreSQL's shared_buffers of each node, in its own notation.</summary>
    public string SharedBuffers { get; init; } = "128MB";

    /// <summary>How long the whole start may take.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>
    /// Each node is in a network namespace of its own, with a cable that can be pulled (<see cref="Nodes.ClusterNode.Cut"/>). Only
    /// in a <see cref="PrivateNetwork"/>, and on its addresses.
    /// </summary>
    public bool HasCables { get; init; }

    /// <summary>How to start the supervisor as a daemon; null to supervise in this process, for tests.</summary>
    [JsonIgnore]
    public SupervisorCommand? Supervisor { get; init; }

    internal void Validate()
    {
        Require(Path.IsPathRooted(StateDirectory), nameof(StateDirectory), "an absolute path");
        Require(Nodes is >= 1 and <= 9, nameof(Nodes), "between 1 and 9");
        Require(RetryTimeout >= TimeSpan.FromSeconds(3), nameof(RetryTimeout), "at least 3 s");
        Require(LoopWait >= TimeSpan.FromSeconds(1), nameof(LoopWait), "at least 1 s");
        Require(!HasCables || PrivateNetwork.IsInside, nameof(HasCables), "false outside of a private network (PrivateNetwork.RunAsync makes one)");
        Require(TimeToLive >= LoopWait + (RetryTimeout * 2), nameof(TimeToLive), "at least LoopWait + 2 * RetryTimeout, or a slow etcd would cost the primary its role");
    }

    private static void Require(bool holds, string setting, string rule)
    {
        if (!holds)
            throw new ClusterException($"{nameof(ClusterOptions)}.{setting} must be {rule}.");
    }
}
