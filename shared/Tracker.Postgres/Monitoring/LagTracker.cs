using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;

namespace EFCore.ReadWriteSplitting.Monitoring;

/// <summary>Tracks the primary's position over time, and calculates the lag of each replica from it.</summary>
internal sealed class LagTracker
{
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly PositionHistory _history;
    private readonly long _started;
    private WriteToken? _primary;

    /// <param name="samples">The number of the primary's positions to keep.</param>
    /// <param name="time">The clock.</param>
    public LagTracker(int samples, TimeProvider time)
    {
        _time = time;
        _history = new PositionHistory(samples);
        _started = time.GetTimestamp();
    }

    /// <summary>The replicas that the primary last reported.</summary>
    public IReadOnlyList<ReplicaReport> Replicas { get; private set; } = [];

    /// <summary>The tracker's clock. Read it before querying a server: the answer is not older than that.</summary>
    public TimeSpan Now => _time.GetElapsedTime(_started);

    /// <summary>A position of the primary that proves a staleness of at most <paramref name="limit"/>; null if there is none.</summary>
    public WriteToken? FindProof(TimeSpan limit)
    {
        lock (_lock)
        {
            return _history.FindProof(limit, Now);
        }
    }

    /// <summary>The lag of a replica as the primary reports it.</summary>
    public ReplicationLag LagOf(ReplicaReport replica)
    {
        lock (_lock)
        {
            return replica.Bytes > 0 && _primary is { } primary
                ? new ReplicationLag(replica.Bytes, _history.TimeBehind(primary with { Position = new((ulong)primary.Position - (ulong)replica.Bytes) }, Now))
                : new ReplicationLag(replica.Bytes, TimeSpan.Zero);
        }
    }

    /// <summary>The lag of a replica from its own position; null if the primary's position is unknown.</summary>
    public ReplicationLag? LagOf(NodeState replica)
    {
        lock (_lock)
        {
            return _primary is { } primary ? Between(primary, replica) : null;
        }
    }

    /// <summary>Records a node's answer to a probe.</summary>
    /// <param name="sample">The answer.</param>
    /// <param name="asked"><see cref="Now"/> before the query.</param>
    /// <param name="node">The node.</param>
    public void Record(NodeSample sample, TimeSpan asked, Node node)
    {
        node.Observe(sample.State, _time.GetTimestamp());
        lock (_lock)
        {
            if (sample.State is { Role: NodeRole.Primary, Timeline: { } timeline } primary)
            {
                RecordPrimary(new WriteToken(primary.SystemId, timeline, primary.Position), asked, sample.Replicas);
                (node.Lag, node.Rate) = (null, null);
            }
            else if (sample.State.Role == NodeRole.Replica && _primary is { } known)
            {
                RecordReplica(node, sample.State, known);
            }
        }
    }

    private void RecordPrimary(WriteToken position, TimeSpan asked, IReadOnlyList<ReplicaReport> replicas)
    {
        // Ignores a primary that was demoted and has not noticed yet.
        if (_primary is not { } known || position.Timeline >= known.Timeline)
        {
            if (_primary?.Timeline < position.Timeline)
            {
                // Positions of the earlier timeline may be beyond the fork point: they prove nothing on the new timeline.
                _history.Clear();
            }

            _primary = position;
            _history.Add(asked, position);
            Replicas = replicas;
        }
    }

    private void RecordReplica(Node node, NodeState replica, WriteToken primary)
    {
        ReplicationLag lag = Between(primary, replica);
        // The rate is only meaningful if there was WAL left to replay at both samples.
        var current = new ReplaySample(replica.Position, Now);
        node.Rate = node.Lag is { Bytes: > 0 } && lag.Bytes > 0 && node.LastSample is { } before ? ReplayRate.Between(before, current) : null;
        node.LastSample = current;
        node.Lag = lag;
    }

    private ReplicationLag Between(WriteToken primary, NodeState replica)
    {
        long bytes = Math.Max(0, (long)((ulong)primary.Position - (ulong)replica.Position));
        return new ReplicationLag(
            bytes,
            bytes == 0 ? TimeSpan.Zero : _history.TimeBehind(new WriteToken(replica.SystemId, replica.Timeline ?? primary.Timeline, replica.Position), Now));
    }
}
