using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;

namespace EFCore.ReadWriteSplitting.Monitoring;

/// <summary>What the monitor has seen: the primary's positions over time, and from them how far behind each replica is.</summary>
internal sealed class LagTracker
{
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly PositionHistory _history;
    private readonly long _started;
    private WriteToken? _primary;

    /// <param name="samples">How many of the primary's positions are kept.</param>
    /// <param name="time">The clock.</param>
    public LagTracker(int samples, TimeProvider time)
    {
        _time = time;
        _history = new PositionHistory(samples);
        _started = time.GetTimestamp();
    }

    /// <summary>What the primary last said of its replicas.</summary>
    public IReadOnlyList<ReplicaReport> Replicas { get; private set; } = [];

    /// <summary>The reading of the book's clock: to be taken before a server is asked, since its answer is no older.</summary>
    public TimeSpan Now => _time.GetElapsedTime(_started);

    /// <summary>The primary's position of that long ago; null: no proof.</summary>
    public WriteToken? Proving(TimeSpan limit)
    {
        lock (_lock)
        {
            return _history.Proving(limit, Now);
        }
    }

    /// <summary>How far behind a replica is by the primary's word.</summary>
    public ReplicationLag LagOf(ReplicaReport replica)
    {
        lock (_lock)
        {
            return replica.Bytes > 0 && _primary is { } primary
                ? new ReplicationLag(replica.Bytes, _history.Behind(primary with { Position = new((ulong)primary.Position - (ulong)replica.Bytes) }, Now))
                : new ReplicationLag(replica.Bytes, TimeSpan.Zero);
        }
    }

    /// <summary>How far behind a replica was when it said where it stands; null where the primary was not seen yet.</summary>
    public ReplicationLag? LagOf(NodeState replica)
    {
        lock (_lock)
        {
            return _primary is { } primary ? Between(primary, replica) : null;
        }
    }

    /// <summary>Notes what a node answered.</summary>
    /// <param name="sample">Its answer.</param>
    /// <param name="asked">The book's clock when it was asked.</param>
    /// <param name="node">The node.</param>
    public void Note(PrimarySample sample, TimeSpan asked, Node node)
    {
        node.Observe(sample.Primary, _time.GetTimestamp());
        lock (_lock)
        {
            if (sample.Primary is { Role: NodeRole.Primary, Timeline: { } timeline } primary)
            {
                NotePrimary(new WriteToken(primary.SystemId, timeline, primary.Position), asked, sample.Replicas);
                (node.Lag, node.Rate) = (null, null);
            }
            else if (sample.Primary.Role == NodeRole.Replica && _primary is { } known)
            {
                NoteReplica(node, sample.Primary, known);
            }
        }
    }

    private void NotePrimary(WriteToken position, TimeSpan asked, IReadOnlyList<ReplicaReport> replicas)
    {
        // A primary that was demoted and does not know it yet is no witness.
        if (_primary is not { } known || position.Timeline >= known.Timeline)
        {
            if (_primary?.Timeline < position.Timeline)
            {
                // What the earlier primary had reached may be beyond the fork: it proves nothing of this one.
                _history.Clear();
            }

            _primary = position;
            _history.Add(asked, position);
            Replicas = replicas;
        }
    }

    private void NoteReplica(Node node, NodeState replica, WriteToken primary)
    {
        ReplicationLag lag = Between(primary, replica);
        // A rate is known only while there was something to replay all the time, and from look to look.
        var look = new ReplayLook(replica.Position, Now);
        node.Rate = node.Lag is { Bytes: > 0 } && lag.Bytes > 0 && node.Look is { } before ? ReplayRate.Between(before, look) : null;
        node.Look = look;
        node.Lag = lag;
    }

    private ReplicationLag Between(WriteToken primary, NodeState replica)
    {
        long bytes = Math.Max(0, (long)((ulong)primary.Position - (ulong)replica.Position));
        return new ReplicationLag(
            bytes,
            bytes == 0 ? TimeSpan.Zero : _history.Behind(new WriteToken(replica.SystemId, replica.Timeline ?? primary.Timeline, replica.Position), Now));
    }
}
