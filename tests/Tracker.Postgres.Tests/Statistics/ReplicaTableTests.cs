using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Statistics;

namespace EFCore.ReadWriteSplitting.Tests.Statistics;

public sealed class ReplicaTableTests
{
    private static readonly ReplicationLag Own = new(10, TimeSpan.FromSeconds(1));
    private static readonly ReplicationLag ByPrimary = new(99, TimeSpan.FromSeconds(9));
    private static readonly ReplicaReport Report = new("node2", "streaming", "sync", 99);
    private static readonly NodeStatistics Node2 = Node("10.0.0.2:5432", "node2", NodeRole.Replica, NodeHealth.Healthy, Own);

    [Fact]
    public void Replica_that_answers_has_the_lag_that_it_reports_itself() =>
        Assert.Equal(new ReplicaStatistics("node2", "streaming", "sync", Own, NodeHealth.Healthy, TimeSpan.Zero), Single([Node2], Report));

    [Fact]
    public void Unknown_replica_has_the_lag_that_the_primary_reports() =>
        Assert.Equal(new ReplicaStatistics("node2", "streaming", "sync", ByPrimary, null, null), Single([], Report));

    [Fact]
    public void Offline_replica_has_the_lag_that_the_primary_reports() =>
        Assert.Equal(ByPrimary, Single([Node2 with { Health = NodeHealth.Offline }], Report).Lag);

    [Fact]
    public void Replica_that_the_primary_does_not_report_is_listed() =>
        Assert.Equal(new ReplicaStatistics("node2", null, null, Own, NodeHealth.Healthy, TimeSpan.Zero), Single([Node2]));

    [Fact]
    public void Offline_replica_that_the_primary_does_not_report_has_no_lag() => Assert.Null(Single([Node2 with { Health = NodeHealth.Offline }]).Lag);

    [Fact]
    public void Primary_is_not_listed_as_a_replica() => Assert.Empty(ReplicaTable.Of([], [Node2 with { Role = NodeRole.Primary, Lag = null }]));

    [Fact]
    public void Replica_that_returned_under_another_address_is_listed_once() =>
        Assert.Equal(Own, Single([Node("10.0.0.9:5432", "node2", NodeRole.Replica, NodeHealth.Healthy, ByPrimary) with { SinceSeen = TimeSpan.FromHours(1) }, Node2], Report).Lag);

    private static ReplicaStatistics Single(IReadOnlyList<NodeStatistics> nodes, params ReplicaReport[] reports) =>
        Assert.Single(ReplicaTable.Of([.. reports.Select(report => (report, ByPrimary))], nodes));

    private static NodeStatistics Node(string address, string name, NodeRole role, NodeHealth health, ReplicationLag lag) =>
        new(address, name, role, health, lag, TimeSpan.Zero);
}
