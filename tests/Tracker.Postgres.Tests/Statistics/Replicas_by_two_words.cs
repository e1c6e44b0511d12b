using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Statistics;

namespace EFCore.ReadWriteSplitting.Tests.Statistics;

public sealed class Replicas_by_two_words
{
    private static readonly ReplicationLag Own = new(10, TimeSpan.FromSeconds(1));
    private static readonly ReplicationLag ByPrimary = new(99, TimeSpan.FromSeconds(9));
    private static readonly ReplicaReport Report = new("node2", "streaming", "sync", 99);
    private static readonly NodeStatistics Node2 = Node("10.0.0.2:5432", "node2", NodeRole.Replica, NodeHealth.Healthy, Own);

    [Fact]
    public void A_replica_that_answers_has_its_own_word_on_its_lag() =>
        Assert.Equal(new ReplicaStatistics("node2", "streaming", "sync", Own, NodeHealth.Healthy, TimeSpan.Zero), Single([Node2], Report));

    [Fact]
    public void A_replica_that_was_not_met_has_the_primarys() =>
        Assert.Equal(new ReplicaStatistics("node2", "streaming", "sync", ByPrimary, null, null), Single([], Report));

    [Fact]
    public void A_replica_that_went_silent_has_the_primarys_and_not_its_own_of_long_ago() =>
        Assert.Equal(ByPrimary, Single([Node2 with { Health = NodeHealth.Offline }], Report).Lag);

    [Fact]
    public void A_replica_to_which_the_primary_sends_nothing_is_there_all_the_same() =>
        Assert.Equal(new ReplicaStatistics("node2", null, null, Own, NodeHealth.Healthy, TimeSpan.Zero), Single([Node2]));

    [Fact]
    public void A_replica_of_which_nobody_knows_has_no_lag() => Assert.Null(Single([Node2 with { Health = NodeHealth.Offline }]).Lag);

    [Fact]
    public void The_primary_is_none() => Assert.Empty(ReplicaTable.Of([], [Node2 with { Role = NodeRole.Primary, Lag = null }]));

    [Fact]
    public void A_replica_that_came_back_under_another_address_is_one() =>
        Assert.Equal(Own, Single([Node("10.0.0.9:5432", "node2", NodeRole.Replica, NodeHealth.Healthy, ByPrimary) with { SinceSeen = TimeSpan.FromHours(1) }, Node2], Report).Lag);

    private static ReplicaStatistics Single(IReadOnlyList<NodeStatistics> nodes, params ReplicaReport[] reports) =>
        Assert.Single(ReplicaTable.Of([.. reports.Select(report => (report, ByPrimary))], nodes));

    private static NodeStatistics Node(string address, string name, NodeRole role, NodeHealth health, ReplicationLag lag) =>
        new(address, name, role, health, lag, TimeSpan.Zero);
}
