using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Monitoring;
using Microsoft.Extensions.Time.Testing;
using NodeRole = EFCore.ReadWriteSplitting.Health.NodeRole;

namespace EFCore.ReadWriteSplitting.Tests.Monitoring;

public sealed class LagTrackerTests
{
    private static readonly DatabaseOptions Options = new() { Server = "s", User = "u", Password = "p", Database = "d" };
    private static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(Noon));
    private readonly LagTracker _tracker;
    private readonly Node _primary = new("10.0.0.1:5432");
    private readonly Node _replica = new("10.0.0.2:5432") { Name = "node2" };

    public LagTrackerTests() => _tracker = new LagTracker(Options, _time);

    [Fact]
    public void Lag_of_a_replica_that_is_not_seen_any_more_is_unknown_with_its_age()
    {
        Primary(1000);
        Replica(900);
        Assert.Equal(100, _tracker.Observe(_replica, true).Lag?.Bytes);

        Pass(_tracker.ObservationLimit);
        Primary(1000);
        Assert.NotNull(_tracker.Observe(_replica, null).Lag);
        Pass(TimeSpan.FromMilliseconds(1));
        Primary(1000);
        Assert.Null(_tracker.Observe(_replica, null).Lag);
        Assert.Null(_replica.Lag);
        Assert.Equal(TimeSpan.Zero, _replica.LagObservedAt);
    }

    [Fact]
    public void Lag_of_a_replica_that_fails_to_answer_is_unknown_at_once()
    {
        Primary(1000);
        Replica(1000);
        Assert.Equal(default(ReplicationLag), _tracker.Observe(_replica, true).Lag);
        Assert.Null(_tracker.Observe(_replica, false).Lag);
    }

    [Fact]
    public void Report_of_the_primary_counts_where_the_replica_was_not_asked_lately()
    {
        Primary(1000);
        Replica(1000);
        _tracker.Observe(_replica, true);
        Pass(TimeSpan.FromSeconds(10));
        Primary(2000, Report(300, repliedAfter: 10));
        Assert.Equal(300, _tracker.Observe(_replica, null).Lag?.Bytes);
    }

    [Fact]
    public void Report_that_rests_on_an_old_message_is_unknown_however_often_the_primary_repeats_it()
    {
        Primary(1000, Report(0, repliedAfter: 0));
        for (int second = 0; second < 10; second++)
        {
            Pass(TimeSpan.FromSeconds(1));
            Primary(1000, Report(0, repliedAfter: 0));
        }

        Assert.Null(_tracker.Observe(_replica, null).Lag);
        Assert.Equal(TimeSpan.Zero, _replica.LagObservedAt);
    }

    [Fact]
    public void Message_that_came_while_the_primary_was_not_asked_is_as_old_as_the_primary_says()
    {
        Primary(1000, Report(0, repliedAfter: 0));
        Pass(TimeSpan.FromSeconds(10));
        // It sent another message after one second, and none since.
        Primary(1000, Report(0, repliedAfter: 1) with { SinceReply = TimeSpan.FromSeconds(9) });
        Assert.Null(_tracker.Observe(_replica, null).Lag);
        Assert.Equal(TimeSpan.FromSeconds(1), _replica.LagObservedAt);
    }

    [Fact]
    public void Message_is_never_older_than_the_last_look_at_the_primary_whatever_the_clocks_say()
    {
        Primary(1000, Report(0, repliedAfter: 0));
        Pass(TimeSpan.FromSeconds(1));
        Primary(1000, Report(0, repliedAfter: 1) with { SinceReply = TimeSpan.FromHours(1) });
        Assert.Equal(default(ReplicationLag), _tracker.Observe(_replica, null).Lag);
    }

    [Fact]
    public void Message_that_was_old_at_the_first_look_is_as_old_as_the_primary_says()
    {
        Primary(1000, Report(0, repliedAfter: 0) with { SinceReply = TimeSpan.FromSeconds(20) });
        Assert.Null(_tracker.Observe(_replica, null).Lag);
        Assert.Equal(TimeSpan.FromSeconds(-20), _replica.LagObservedAt);
    }

    [Fact]
    public void Lag_is_unknown_while_the_primary_does_not_answer()
    {
        Primary(1000);
        Pass(_tracker.ObservationLimit + TimeSpan.FromMilliseconds(1));
        Replica(1000);
        Assert.Null(_tracker.Observe(_replica, true).Lag);
    }

    [Fact]
    public void Lag_at_the_first_look_goes_back_to_the_last_replayed_commit()
    {
        Primary(1000);
        Replica(900, lastCommit: Noon.AddSeconds(-20));
        // WAL that is on its way follows no commit: one sample says nothing of the time.
        Assert.Equal(new ReplicationLag(100, TimeSpan.Zero), _tracker.Observe(_replica, true).Lag);
        Replica(900, lastCommit: Noon.AddSeconds(-20));
        Assert.Equal(new ReplicationLag(100, TimeSpan.FromSeconds(20)), _tracker.Observe(_replica, true).Lag);
    }

    [Fact]
    public void Lag_within_the_time_of_observation_is_that_since_the_primary_passed_the_position()
    {
        Primary(900);
        Pass(TimeSpan.FromSeconds(1));
        Primary(1000);
        Pass(TimeSpan.FromSeconds(2));
        Primary(1100);
        Replica(900, lastCommit: Noon.AddHours(-1));
        Replica(900, lastCommit: Noon.AddHours(-1));
        Assert.Equal(new ReplicationLag(200, TimeSpan.FromSeconds(2)), _tracker.Observe(_replica, true).Lag);
    }

    [Fact]
    public void Another_cluster_behind_the_same_address_is_watched_although_its_timeline_is_earlier()
    {
        Primary(1_000_000, timeline: 7);
        Pass(TimeSpan.FromSeconds(1));
        Primary(500, systemId: 2);
        Replica(400, systemId: 2);
        Assert.Equal(100, _tracker.Observe(_replica, true).Lag?.Bytes);
        Assert.Equal((2, 1), (_tracker.FindProof(TimeSpan.FromMinutes(1))!.Value.SystemId, _tracker.FindProof(TimeSpan.FromMinutes(1))!.Value.Timeline));
    }

    [Fact]
    public void Replica_of_another_cluster_has_no_lag()
    {
        Primary(1000);
        Replica(900, systemId: 2);
        Assert.Null(_tracker.Observe(_replica, true).Lag);
    }

    private static ReplicaReport Report(long bytes, int repliedAfter) =>
        new("node2", "streaming", "async", bytes, TimeSpan.Zero, Noon.AddSeconds(repliedAfter), TimeSpan.Zero);

    private void Pass(TimeSpan time) => _time.Advance(time);

    private void Primary(ulong position, ReplicaReport report) => Primary(position, 1, 1, report);

    private void Primary(ulong position, long systemId = 1, int timeline = 1, params ReplicaReport[] reports) => _tracker.Record(
        new NodeSample(new NodeState(_primary.Address, NodeRole.Primary, systemId, timeline, new(position)), null, _time.GetUtcNow().UtcDateTime, null, reports),
        _tracker.Now,
        _primary);

    private void Replica(ulong position, long systemId = 1, DateTime? lastCommit = null) => _tracker.Record(
        new NodeSample(new NodeState(_replica.Address, NodeRole.Replica, systemId, 1, new(position)), null, _time.GetUtcNow().UtcDateTime, lastCommit, []),
        _tracker.Now,
        _replica);
}
