using System.Diagnostics.Metrics;
using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes;
using EFCore.ReadWriteSplitting.Statistics;
using Microsoft.Extensions.Logging.Abstractions;
using Tracker.Data.Configuration;
using Tracker.Data.Model;

namespace Tracker.Hosting.Tests.Metrics;

public sealed class DatabaseMetricsTests : IAsyncLifetime
{
    private static readonly NodePoolStatistics PoolAtNode2 = new("10.0.0.2:5432", "node2", Busy: 1, Idle: 2, Opened: 5, Closed: 2);

    private static readonly DatabaseStatistics Statistics = new(
        "tests",
        TimeSpan.FromMinutes(1),
        [new PoolStatistics(PoolKind.Read, Size: 20, Busy: 1, Idle: 2, Waiting: 3, TimeOuts: 4, [PoolAtNode2, PoolAtNode2 with { Node = "10.0.0.9:5432" }])],
        [new NodeStatistics("10.0.0.2:5432", "node2", NodeRole.Replica, NodeHealth.Lagging, new ReplicationLag(1000, TimeSpan.FromSeconds(1.5)), TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(0.5))],
        [
            new ReplicaStatistics("node2", "streaming", "sync", new ReplicationLag(1000, TimeSpan.FromSeconds(1.5)), NodeHealth.Lagging, TimeSpan.Zero, TimeSpan.FromSeconds(0.5)),
            new ReplicaStatistics("node3", null, null, null, NodeHealth.Offline, null, TimeSpan.FromSeconds(48)),
        ],
        [],
        [],
        Retries: 0,
        new FallbackStatistics(Limit: 5, Inside: 2, Refused: 7));

    private MetricsEndpoint _metrics = null!;

    public async Task InitializeAsync() => _metrics = await MetricsEndpoint.StartAsync();

    public async Task DisposeAsync() => await _metrics.DisposeAsync();

    [Theory]
    [InlineData("""pg_replication_lag_seconds{replica="node2"} 1.5""")]
    [InlineData("""pg_replication_lag_bytes{replica="node2"} 1000""")]
    [InlineData("""tracker_pool_size{pool="read"} 20""")]
    [InlineData("""tracker_pool_busy{node="node2",pool="read"} 2""")]
    [InlineData("""tracker_pool_idle{node="node2",pool="read"} 4""")]
    [InlineData("""tracker_pool_waiting{pool="read"} 3""")]
    [InlineData("""tracker_pool_timeouts_total{pool="read"} 4""")]
    [InlineData("""tracker_pool_opened_total{node="node2",pool="read"} 10""")]
    [InlineData("""tracker_pool_closed_total{node="node2",pool="read"} 4""")]
    [InlineData("""tracker_node_health{health="lagging",node="node2"} 1""")]
    [InlineData("""tracker_node_health{health="healthy",node="node2"} 0""")]
    [InlineData("""tracker_node_since_seen_seconds{node="node2"} 0.25""")]
    [InlineData("""tracker_replica_lag_age_seconds{replica="node2"} 0.5""")]
    [InlineData("""tracker_replica_lag_age_seconds{replica="node3"} 48""")]
    [InlineData("tracker_fallbacks_limit 5")]
    [InlineData("tracker_fallbacks_inside 2")]
    [InlineData("tracker_fallbacks_refused_total 7")]
    public async Task Statistics_have_these_names_in_prometheus_text(string line)
    {
        using Meter meter = new(Database.MeterName);
        DatabaseMetrics.Publish(meter, () => Statistics);
        Assert.Contains(line, await _metrics.LinesAsync());
    }

    [Theory]
    [InlineData("""tracker_scopes_total{reason="replica_caught_up",role="replica"} 1""")]
    [InlineData("""tracker_scope_duration_seconds_bucket{kind="read",role="replica",le="0.0025"} 1""")]
    [InlineData("""tracker_retries_total{kind="read"} 1""")]
    public async Task Scopes_have_these_names_in_prometheus_text(string line)
    {
        using Meter meter = new(Database.MeterName);
        ScopeMetrics scopes = new(meter);
        RouteDecision route = new(new NodeState("10.0.0.2:5432", NodeRole.Replica, 1, 1, default), RouteReason.ReplicaCaughtUp, null);
        scopes.Open(route);
        scopes.Close(route, TimeSpan.FromMilliseconds(2));
        scopes.Retry(ScopeKind.Read);
        Assert.Contains(line, await _metrics.LinesAsync());
    }

    [Fact]
    public async Task Replica_of_unknown_lag_has_no_series()
    {
        using Meter meter = new(Database.MeterName);
        DatabaseMetrics.Publish(meter, () => Statistics);
        Assert.DoesNotContain(await _metrics.LinesAsync(), line => line.StartsWith("pg_replication_lag", StringComparison.Ordinal) && line.Contains("node3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_databases_of_a_process_share_their_metrics_and_the_last_to_close_ends_them()
    {
        const string Size = """tracker_pool_size{pool="write"} """;
        await using (Open(writePool: 3))
        {
            await using (Open(writePool: 4))
            {
                Assert.Single(await _metrics.LinesAsync(), line => line.StartsWith(Size, StringComparison.Ordinal));
            }

            // Twice: a collector that ends both exports the remaining one once more.
            Assert.Contains(Size + "3", await _metrics.LinesAsync());
            Assert.Contains(Size + "3", await _metrics.LinesAsync());
        }

        Assert.DoesNotContain(await _metrics.LinesAsync(), line => line.StartsWith(Size, StringComparison.Ordinal));
    }

    private static Database Open(int writePool)
    {
        Dictionary<string, string> settings = new()
        {
            ["POSTGRES_SERVER"] = "127.0.0.1",
            ["POSTGRES_DB"] = "tracker",
            ["POSTGRES_USER"] = "tracker",
            ["POSTGRES_PASSWORD"] = "unused",
            ["TRACKER_WRITE_POOL"] = $"{writePool}",
        };
        return new Database(
            TrackerDatabaseSettings.Read(settings.GetValueOrDefault, "tests"), TrackerContext.Pool(), TimeProvider.System, NullLogger<Database>.Instance);
    }
}
