using System.Diagnostics.Metrics;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes;
using EFCore.ReadWriteSplitting.Statistics;

namespace EFCore.ReadWriteSplitting.Tests.Statistics;

public sealed class ScopeMetricsTests : IDisposable
{
    private readonly Meter _meter = new("Tests.Scopes");

    public void Dispose() => _meter.Dispose();

    [Fact]
    public void Scopes_are_counted_by_the_reason_and_the_role_of_their_routes()
    {
        var metrics = new ScopeMetrics(_meter);
        metrics.Open(Route(RouteReason.Replica, NodeRole.Replica));
        metrics.Open(Route(RouteReason.Replica, NodeRole.Replica));
        metrics.Open(Route(RouteReason.Write, NodeRole.Primary));
        Assert.Equal([new(RouteReason.Write, NodeRole.Primary, 1), new(RouteReason.Replica, NodeRole.Replica, 2)], metrics.Routes());
    }

    [Fact]
    public void Durations_are_counted_by_kind()
    {
        var metrics = new ScopeMetrics(_meter);
        metrics.Close(Route(RouteReason.Write, NodeRole.Primary), TimeSpan.FromSeconds(2));
        metrics.Close(Route(RouteReason.NoProof, NodeRole.Primary), TimeSpan.FromSeconds(1));
        Assert.Equal(
            [(ScopeKind.Read, 1, TimeSpan.FromSeconds(1)), (ScopeKind.Write, 1, TimeSpan.FromSeconds(2))],
            metrics.Durations().Select(durations => (durations.Kind, durations.Count, durations.Total)));
    }

    [Fact]
    public void Counting_a_scope_allocates_nothing()
    {
        var metrics = new ScopeMetrics(_meter);
        RouteDecision route = Route(RouteReason.Replica, NodeRole.Replica);
        Count(metrics, route);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Count(metrics, route);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        static void Count(ScopeMetrics metrics, RouteDecision route)
        {
            for (int i = 0; i < 1_000; i++)
            {
                metrics.Open(route);
                metrics.Close(route, TimeSpan.FromMilliseconds(i));
            }
        }
    }

    [Fact]
    public void Statistics_survive_a_round_trip_through_JSON()
    {
        DatabaseStatistics statistics = new(
            "tests", TimeSpan.FromSeconds(1.5), [new(EFCore.ReadWriteSplitting.Connections.PoolKind.PrimaryRead, 10, 1, 2, 3, 4, [new("10.0.0.1:5432", null, 1, 2, 5, 6)])],
            [new("10.0.0.1:5432", "node1", NodeRole.Primary, EFCore.ReadWriteSplitting.Health.NodeHealth.Unknown, null, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(40))],
            [new("node2", "streaming", "async", new(7, TimeSpan.FromMilliseconds(30)), EFCore.ReadWriteSplitting.Health.NodeHealth.Lagging, null, TimeSpan.FromMilliseconds(50))],
            [new(RouteReason.ReplicaCaughtUp, NodeRole.Replica, 8)], [new DurationCounts().Read(ScopeKind.Write)], 9, new(5, 1, 2));

        string json = System.Text.Json.JsonSerializer.Serialize(statistics, StatisticsJson.Options);
        Assert.Equal(json, System.Text.Json.JsonSerializer.Serialize(StatisticsJson.Read(json), StatisticsJson.Options));
        Assert.Contains("\"kind\":\"primary_read\"", json, StringComparison.Ordinal);
        Assert.Contains("\"lag\":{\"bytes\":7,\"time\":0.03}", json, StringComparison.Ordinal);
    }

    private static RouteDecision Route(RouteReason reason, NodeRole role) => new(new NodeState("10.0.0.1:5432", role, 1, 1, default), reason, null);
}
