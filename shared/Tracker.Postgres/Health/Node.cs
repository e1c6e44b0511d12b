using EFCore.ReadWriteSplitting.Configuration;

namespace EFCore.ReadWriteSplitting.Health;

/// <summary>A server of the cluster as this process knows it: its last known state, and its health.</summary>
/// <param name="address">The address and port that the server reports (behind a proxy), or the configured ones (a list of nodes).</param>
internal sealed class Node(string address)
{
    private readonly Lock _lock = new();
    private volatile NodeState? _latest;
    private long _seenAt;
    private HealthVerdict _verdict = HealthVerdict.Start;

    public string Address { get; } = address;

    /// <summary>The node's name in replication (<c>application_name</c> of its WAL receiver); null if it was never a replica.</summary>
    public string? Name { get; set; }

    /// <summary>The last known state.</summary>
    public NodeState? Latest => _latest;

    public NodeRole? Role => _latest?.Role;

    public NodeHealth Health => _verdict.State;

    /// <summary>The current lag; null on a primary, and if it can't be observed.</summary>
    public ReplicationLag? Lag { get; set; }

    /// <summary>When the lag was last observed, whether or not it still can be; null if it never was.</summary>
    public TimeSpan? LagObservedAt { get; set; }

    /// <summary>The lag from the node's own last answer; null if it did not answer since.</summary>
    public ObservedLag? OwnLag { get; set; }

    /// <summary>Whether it did not answer the last probe. It is taken as silent until it answers one.</summary>
    public bool IsSilent { get; set; }

    /// <summary>The timestamp of the last observation, or of the start of the probe that runs.</summary>
    public long ObservedAt { get; set; }

    /// <summary>The replay rate between the last two probes; null if unknown.</summary>
    public ReplayRate? Rate { get; set; }

    /// <summary>The replay position at the last probe.</summary>
    public ReplaySample? LastSample { get; set; }

    /// <summary>Whether the current lag was already logged. Reset when the lag is small again.</summary>
    public bool IsLagReported { get; set; }

    /// <summary>The error if the node rejects the settings; otherwise null.</summary>
    public InvalidSettingException? Refusal { get; set; }

    /// <summary>The timestamp of the last answer; 0 if it never answered.</summary>
    public long SeenAt => Volatile.Read(ref _seenAt);

    /// <summary>Records the state that the server just reported.</summary>
    public void Observe(NodeState state, long timestamp)
    {
        if (Role != state.Role)
        {
            // The health of a replica says nothing about the same node as a primary, and vice versa.
            lock (_lock)
            {
                (_verdict, Lag, OwnLag, LagObservedAt) = (HealthVerdict.Start, null, null, null);
            }
        }

        _latest = state;
        Volatile.Write(ref _seenAt, timestamp);
    }

    /// <summary>Applies the health rules to an observation.</summary>
    /// <returns>The health before and after.</returns>
    public (NodeHealth Before, NodeHealth After) Judge(HealthObservation seen, LagLimits limits)
    {
        lock (_lock)
        {
            NodeHealth before = _verdict.State;
            _verdict = HealthRules.Next(_verdict, seen, limits);
            return (before, _verdict.State);
        }
    }
}
