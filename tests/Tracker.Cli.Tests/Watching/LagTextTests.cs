using System.Text.Json;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Statistics;
using Tracker.Cli.Output;
using Tracker.Cli.Watching;

namespace Tracker.Cli.Tests.Watching;

public sealed class LagTextTests
{
    private static readonly LagSample Sample = LagSample.Of(
        TestStatistics.Statistics with
        {
            Nodes =
            [
                new NodeStatistics("127.0.0.12:5432", "node2", NodeRole.Replica, NodeHealth.Lagging, null, TimeSpan.Zero, null),
                new NodeStatistics("127.0.0.9:5432", "node9", NodeRole.Primary, NodeHealth.Unknown, null, TimeSpan.FromMinutes(5), null),
                new NodeStatistics("127.0.0.11:5432", "node1", NodeRole.Primary, NodeHealth.Unknown, null, TimeSpan.FromSeconds(0.1), null),
            ],
            Replicas =
            [
                new ReplicaStatistics(
                    "node2",
                    "streaming",
                    "sync",
                    new ReplicationLag(12_345_678, TimeSpan.FromSeconds(1.5)),
                    NodeHealth.Lagging,
                    TimeSpan.FromSeconds(0.2),
                    TimeSpan.FromSeconds(0.3)),
                new ReplicaStatistics("node3", null, null, null, null, null, null),
                new ReplicaStatistics("node4", "streaming", "async", null, NodeHealth.Offline, TimeSpan.FromSeconds(49), TimeSpan.FromSeconds(48)),
            ],
        },
        new DateTimeOffset(2026, 3, 1, 12, 0, 5, TimeSpan.Zero));

    [Fact]
    public void A_sample_is_one_line_without_a_terminal() => Assert.Equal(
        "12:00:05 primary node1 (127.0.0.11:5432); node2 streaming, 12,345,678 bytes, 1.500 s, lagging; node3 not streaming, lag unknown, not seen; node4 streaming, lag unknown for 48.000 s, offline",
        LagText.Line(Sample));

    [Fact]
    public void A_sample_without_an_answer_says_so() =>
        Assert.Equal("12:00:05 the primary does not answer; no replica", LagText.Line(Sample with { Primary = null, Replicas = [] }));

    [Fact]
    public void The_table_has_one_line_per_replica()
    {
        using StringWriter output = new();
        new Terminal(output, output, isInteractive: false).Write(LagText.Table(Sample));
        Assert.Contains("primary node1 (127.0.0.11:5432)", output.ToString(), StringComparison.Ordinal);
        Assert.Matches(@"node2 +streaming +sync +12,345,678 +1\.500 +lagging +0\.200 +0\.300", output.ToString());
        Assert.Matches(@"node3 +not streaming +- +- +- +not seen +- +-", output.ToString());
        Assert.Matches(@"node4 +streaming +async +- +- +offline +49\.000 +48\.000", output.ToString());
    }

    [Fact]
    public void The_json_is_one_line_with_bytes_and_seconds()
    {
        string json = WatchingJson.Lag(Sample);
        Assert.DoesNotContain('\n', json);
        JsonElement replica = JsonSerializer.Deserialize<JsonElement>(json).GetProperty("replicas")[0];
        Assert.Equal(
            ("node2", "sync", 12_345_678, 1.5, "lagging"),
            (replica.GetProperty("replica").GetString(), replica.GetProperty("sync_state").GetString(), replica.GetProperty("lag_bytes").GetInt64(),
                replica.GetProperty("lag_seconds").GetDouble(), replica.GetProperty("health").GetString()));
    }
}
