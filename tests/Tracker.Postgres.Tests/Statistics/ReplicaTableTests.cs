using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Statistics;

namespace EFCore.ReadWriteSplitting.Tests.Statistics;

public sealed class ReplicaTableTests
{
    private static readonly ReplicationLag Own = new(10, TimeSpan.FromSeconds(1));
    private static readonly ReplicationLag ByPrimary = new(99, TimeSpan.FromSeconds(9));
    private static readonly ReplicaReport Report = new("node2", "streaming", "sync", 99, TimeSpan.FromSeconds(9), default, default);
    private static readonly TimeSpan Old = TimeSpan.FromSeconds(48);
    private static readonly NodeStatistics Node2 = Node("10.0.0.2:5432", "node2", NodeRole.Replica, NodeHealth.Healthy, Own);

    [Fact]
    public void Replica_that_answers_has_the_lag_that_it_reports_itself() =>
        Assert.Equal(new ReplicaStatistics("node2", "streaming", "sync", Own, NodeHealth.Healthy, TimeSpan.Zero, TimeSpan.Zero), Single([Node2], Report));

    [Fact]
    public void Unknown_replica_has_the_lag_that_the_primary_reports() =>
        Assert.Equal(new ReplicaStatistics("node2", "streaming", "sync", ByPrimary, null, null, TimeSpan.Zero), Single([], Report));

    [Fact]
    public void Replica_whose_lag_cannot_be_observed_has_no_lag_but_its_age() => Assert.Equal(
        new ReplicaStatistics("node2", "streaming", "sync", null, NodeHealth.Offline, Old, Old),
        Single([Node2 with { Health = NodeHealth.Offline, Lag = null, SinceSeen = Old, SinceLagObserved = Old }], Report));

    [Fact]
    public void Replica_that_the_primary_does_not_report_is_listed() =>
        Assert.Equal(new ReplicaStatistics("node2", null, null, Own, NodeHealth.Healthy, TimeSpan.Zero, TimeSpan.Zero), Single([Node2]));

    [Fact]
    public void Primary_is_not_listed_as_a_replica() => Assert.Empty(ReplicaTable.Of([], [Node2 with { Role = NodeRole.Primary, Lag = null }]));

    [Fact]
    public void Replica_that_returned_under_another_address_is_listed_once() =>
        Assert.Equal(Own, Single([Node("10.0.0.9:5432", "node2", NodeRole.Replica, NodeHealth.Healthy, ByPrimary) with { SinceSeen = TimeSpan.FromHours(1) }, Node2], Report).Lag);

    private static ReplicaStatistics Single(IReadOnlyList<NodeStatistics> nodes, params ReplicaReport[] reports) =>
        Assert.Single(ReplicaTable.Of([.. reports.Select(report => new ReportedReplica(report, ByPrimary, TimeSpan.Zero))], nodes));

    private static NodeStatistics Node(string address, string name, NodeRole role, NodeHealth health, ReplicationLag lag) =>
        new(address, name, role, health, lag, TimeSpan.Zero, TimeSpan.Zero);
}
