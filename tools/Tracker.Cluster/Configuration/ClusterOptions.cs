using System.Text.Json.Serialization;
using Tracker.Cluster.Networks;
using Tracker.Cluster.Primitives;
using Tracker.Cluster.Processes;

namespace Tracker.Cluster.Configuration;

/// <summary>The options of a local cluster. Stored in its state directory for later commands.</summary>
public sealed record ClusterOptions
{
    /// <summary>The directory of settings, secrets, logs and data (or a pointer to the data).</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The number of nodes, between 1 and 9. With one node there is no replica, and reads go to the primary.</summary>
    public int Nodes { get; init; } = 3;

    public ClusterAddresses Addresses { get; init; } = ClusterAddresses.Default;

    public ClusterPorts Ports { get; init; } = new();

    /// <summary>Commits wait for a synchronous standby.</summary>
    public bool SynchronousMode { get; init; } = true;

    /// <summary>Patroni's ttl: the lifetime of the leader key. At least loop_wait plus twice retry_timeout.</summary>
    public TimeSpan TimeToLive { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Patroni's loop_wait.</summary>
    public TimeSpan LoopWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Patroni's retry_timeout, for etcd and PostgreSQL. At least 3 s.</summary>
    public TimeSpan RetryTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>PostgreSQL's shared_buffers of each node, in its own notation.</summary>
    public string SharedBuffers { get; init; } = "128MB";

    /// <summary>The time limit of the start.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>
    /// Each node runs in its own network namespace and can be disconnected from the network. Requires a
    /// <see cref="PrivateNetwork"/> and its addresses.
    /// </summary>
    public bool UseNetworkNamespaces { get; init; }

    /// <summary>The command that starts the supervisor as a daemon; null to supervise in this process, for tests.</summary>
    [JsonIgnore]
    public SupervisorCommand? Supervisor { get; init; }

    internal void Validate()
    {
        Require(Path.IsPathRooted(StateDirectory), nameof(StateDirectory), "an absolute path");
        Require(Nodes is >= 1 and <= 9, nameof(Nodes), "between 1 and 9");
        Require(RetryTimeout >= TimeSpan.FromSeconds(3), nameof(RetryTimeout), "at least 3 s");
        Require(LoopWait >= TimeSpan.FromSeconds(1), nameof(LoopWait), "at least 1 s");
        Require(
            !UseNetworkNamespaces || PrivateNetwork.IsInside,
            nameof(UseNetworkNamespaces),
            "false outside a private network (PrivateNetwork.RunAsync creates one)");
        Require(
            TimeToLive >= LoopWait + (RetryTimeout * 2),
            nameof(TimeToLive),
            "at least LoopWait + 2 * RetryTimeout, or a slow etcd demotes the primary");
    }

    private static void Require(bool holds, string setting, string rule)
    {
        if (!holds)
            throw new ClusterException($"{nameof(ClusterOptions)}.{setting} must be {rule}.");
    }
}
