using EFCore.ReadWriteSplitting.Configuration;

namespace EFCore.ReadWriteSplitting.Health;

/// <summary>A server of the cluster as this process knows it: what it last said of itself, and what the monitor makes of it.</summary>
/// <param name="address">Its own address and port (behind a proxy), or the configured one (a list of nodes).</param>
internal sealed class Node(string address)
{
    private readonly Lock _lock = new();
    private volatile NodeState? _latest;
    private long _seenAt;
    private HealthVerdict _verdict = HealthVerdict.Start;

    public string Address { get; } = address;

    /// <summary>Its name in replication (<c>application_name</c> of its WAL receiver); null on one that has not been a replica yet.</summary>
    public string? Name { get; set; }

    /// <summary>What it last said of itself.</summary>
    public NodeState? Latest => _latest;

    public NodeRole? Role => _latest?.Role;

    public NodeHealth Health => _verdict.State;

    /// <summary>How far behind it was when the monitor last looked; null on a primary, and where nothing is known.</summary>
    public ReplicationLag? Lag { get; set; }

    /// <summary>How fast it last replayed; null until that was seen.</summary>
    public ReplayRate? Rate { get; set; }

    /// <summary>Where it stood at the monitor's last look.</summary>
    public ReplayLook? Look { get; set; }

    /// <summary>Whether its lag has been warned of, until it is small again.</summary>
    public bool IsWarnedOf { get; set; }

    /// <summary>Why it refuses these settings; null where it does not.</summary>
    public InvalidSettingException? Refusal { get; set; }

    /// <summary>The clock's reading when it last answered; 0: never.</summary>
    public long SeenAt => Volatile.Read(ref _seenAt);

    /// <summary>Records what the server just said of itself.</summary>
    public void Observe(NodeState state, long timestamp)
    {
        if (Role != state.Role)
        {
            // The verdict on a replica says nothing about a primary, and vice versa.
            lock (_lock)
            {
                (_verdict, Lag) = (HealthVerdict.Start, null);
            }
        }

        _latest = state;
        Volatile.Write(ref _seenAt, timestamp);
    }

    /// <summary>Applies the rules to one observation.</summary>
    /// <returns>The state before and after.</returns>
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
