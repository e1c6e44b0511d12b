using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;

namespace EFCore.ReadWriteSplitting.Monitoring;

/// <summary>
/// Tracks the primary's position over time, and the lag of each replica: from the replica's own answers, else from the primary's reports.
/// A lag that was observed longer ago than <see cref="ObservationLimit"/> is unknown.
/// </summary>
internal sealed class LagTracker
{
    private static readonly TimeSpan History = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ShortestLimit = TimeSpan.FromSeconds(3);

    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly PositionHistory _history;
    private readonly PrimaryReports _reports = new();
    private readonly long _started;
    private WriteToken? _primary;
    private TimeSpan _primaryAt;
    private DateTime _primaryClock;

    /// <param name="options">The interval and the timeout of the probes.</param>
    /// <param name="time">The clock.</param>
    public LagTracker(DatabaseOptions options, TimeProvider time)
    {
        _time = time;
        _history = new PositionHistory((int)(History / options.MonitorInterval));
        _started = time.GetTimestamp();
        TimeSpan twoProbes = 2 * (options.MonitorInterval + options.ProbeTimeout);
        ObservationLimit = twoProbes > ShortestLimit ? twoProbes : ShortestLimit;
    }

    /// <summary>How long an observed lag is valid: 3 s, or longer if probes are rarer.</summary>
    public TimeSpan ObservationLimit { get; }

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

    /// <summary>The replicas that the primary last reported, and when the reported lag was observed.</summary>
    public IReadOnlyList<(ReplicaReport Report, ObservedLag Lag)> Reports()
    {
        lock (_lock)
        {
            return _reports.All();
        }
    }

    /// <summary>The observed lag, unless it was observed too long ago.</summary>
    public ReplicationLag? Current(ObservedLag? observed) => observed is { } lag && Now - lag.At <= ObservationLimit ? lag.Lag : null;

    /// <summary>The lag of a replica from its own position; null if the primary's position is unknown.</summary>
    public ReplicationLag? LagOf(NodeState replica)
    {
        lock (_lock)
        {
            return Between(replica, null);
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
                RecordPrimary(new WriteToken(primary.SystemId, timeline, sample.Flushed ?? primary.Position), asked, sample);
                (node.Lag, node.OwnLag, node.Rate) = (null, null, null);
            }
            else if (sample.State.Role == NodeRole.Replica)
            {
                RecordReplica(node, sample);
            }
        }
    }

    /// <summary>Sets the node's current lag, and returns what is known of the node.</summary>
    /// <param name="node">A replica.</param>
    /// <param name="answered">Whether it answered; null if it could not be asked.</param>
    public HealthObservation Observe(Node node, bool? answered)
    {
        lock (_lock)
        {
            if (answered == false)
            {
                node.OwnLag = null;
            }

            // The node's own answer is preferred: the primary's report is as old as the replica's last message.
            ObservedLag? lag = Current(node.OwnLag) is not null ? node.OwnLag : _reports.Of(node.Name) ?? node.OwnLag;
            node.LagObservedAt = lag?.At ?? node.LagObservedAt;
            node.Lag = Current(lag);
            return new HealthObservation(answered ?? (Current(node.OwnLag) is null ? null : true), node.Lag);
        }
    }

    private void RecordPrimary(WriteToken position, TimeSpan asked, NodeSample sample)
    {
        bool isOtherCluster = _primary is { } before && before.SystemId != position.SystemId;
        // Ignores a primary that was demoted and has not noticed yet.
        if (_primary is { } known && !isOtherCluster && position.Timeline < known.Timeline)
        {
            return;
        }

        if (isOtherCluster || _primary?.Timeline < position.Timeline)
        {
            // Positions of the earlier timeline may be beyond the fork point: they prove nothing on the new timeline. Those of another
            // cluster behind the same address prove nothing at all.
            _history.Clear();
            _reports.Clear();
        }

        (_primary, _primaryAt, _primaryClock) = (position, asked, sample.Clock);
        _history.Add(asked, position);
        _reports.Record(sample.Replicas, asked, report => LagOf(report, position, asked));
    }

    private ReplicationLag LagOf(ReplicaReport report, WriteToken primary, TimeSpan at)
    {
        if (report.Bytes == 0)
        {
            return default;
        }

        TimeSpan behind = _history.TimeBehind(primary with { Position = new((ulong)primary.Position - (ulong)report.Bytes) }, at, out _);
        return new ReplicationLag(report.Bytes, behind > report.ReplayLag ? behind : report.ReplayLag);
    }

    private void RecordReplica(Node node, NodeSample sample)
    {
        // The primary passed the position before it was first asked, but after it committed what the replica replayed last. That counts once
        // the replica is behind at two samples in a row: WAL that is on its way follows no commit.
        DateTime? lastCommit = node.OwnLag is { Lag.Bytes: > 0 } ? sample.LastReplayedCommit : null;
        if (Between(sample.State, lastCommit) is not { } lag)
        {
            (node.OwnLag, node.Rate, node.LastSample) = (null, null, null);
            return;
        }

        // The rate is only meaningful if there was WAL left to replay at both samples.
        var current = new ReplaySample(sample.State.Position, Now);
        node.Rate = node.OwnLag is { Lag.Bytes: > 0 } && lag.Bytes > 0 && node.LastSample is { } before ? ReplayRate.Between(before, current) : null;
        node.LastSample = current;
        node.OwnLag = new ObservedLag(lag, Now);
    }

    // Null if the primary did not answer lately, or is that of another cluster.
    private ReplicationLag? Between(NodeState replica, DateTime? lastReplayedCommit)
    {
        if (_primary is not { } primary || primary.SystemId != replica.SystemId || Now - _primaryAt > ObservationLimit)
        {
            return null;
        }

        long bytes = Math.Max(0, (long)((ulong)primary.Position - (ulong)replica.Position));
        if (bytes == 0)
        {
            return default(ReplicationLag);
        }

        TimeSpan behind = _history.TimeBehind(
            new WriteToken(replica.SystemId, replica.Timeline ?? primary.Timeline, replica.Position), Now, out bool isLowerBound);
        // Both times are of the primary's clock.
        return new ReplicationLag(bytes, isLowerBound && lastReplayedCommit is { } commit ? Max(behind, _primaryClock + (Now - _primaryAt) - commit) : behind);
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
