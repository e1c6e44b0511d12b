using System.Text.Json;
using Tracker.Cli.Results;
using Tracker.Cluster;
using Tracker.Cluster.Nodes;

namespace Tracker.Cli.Tests.Results;

public sealed class StatusTests
{
    private static readonly SourceState Read = new("a.csv", "csv", 100, 3, IsFinished: true, LastError: null, IsRetried: false);
    private static readonly SourceState Refused = new("b.csv", "csv", 0, 0, IsFinished: false, LastError: "it is empty", IsRetried: false);
    private static readonly SourceState UnderWay = new("c.csv", "csv", 10, 0, IsFinished: false, LastError: null, IsRetried: true);

    private static readonly Summary Summary = new()
    {
        Reports = new ReportCounts(110, 107, 3, 0),
        Trackers = 4,
        Stays = 5,
        Events = 6,
        Statuses = 7,
        Backlog = new Dictionary<string, long> { ["location-aggregator"] = 8, ["tracker-status"] = 0 },
        Sources = [Read, Refused],
    };

    [Fact]
    public void The_json_contains_the_keys_of_the_summary()
    {
        JsonElement json = JsonSerializer.Deserialize<JsonElement>(StatusJson.Of(Summary, cluster: null));

        Assert.Equal(
            [110, 107, 3, 0],
            new[] { "received", "stored", "duplicates", "quarantined" }.Select(
                name => json.GetProperty("reports").GetProperty(name).GetInt64()));
        Assert.Equal([4, 5, 6, 7], new[] { "trackers", "stays", "events", "statuses" }.Select(name => json.GetProperty(name).GetInt64()));
        Assert.Equal(8, json.GetProperty("backlog").GetProperty("location-aggregator").GetInt64());
        Assert.Equal("it is empty", json.GetProperty("sources")[1].GetProperty("last_error").GetString());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("nodes").ValueKind);
    }

    [Fact]
    public void The_json_contains_the_nodes_of_the_cluster()
    {
        ClusterStatus cluster = new(
            [new NodeStatus("node1", "127.0.0.11", NodeRole.SyncStandby, "running", 3, 42)], [], IsSupervised: true);
        JsonElement node = JsonSerializer.Deserialize<JsonElement>(StatusJson.Of(Summary, cluster)).GetProperty("nodes")[0];

        Assert.Equal("sync_standby", node.GetProperty("role").GetString());
        Assert.Equal(42, node.GetProperty("lag_bytes").GetInt64());
        Assert.Equal(3, node.GetProperty("timeline").GetInt32());
    }

    [Fact]
    public void The_table_contains_the_same_figures()
    {
        Assert.Equal([110, 107, 3, 0, 4, 5, 6, 7, 8, 0], SummaryTable.Rows(Summary).Select(row => row.Count));
    }

    [Fact]
    public void A_failed_source_does_not_delay_the_wait_for_the_others()
    {
        PipelineState idle = Pipeline(position: 10);
        Assert.True(new Completion.Progress([Read, Refused], idle).IsComplete(processed: true));
        Assert.False(new Completion.Progress([Read, Refused, UnderWay], idle).IsComplete(processed: true));
        Assert.Equal([Refused], new Completion.Progress([Read, Refused], idle).Failed);
    }

    [Fact]
    public void The_wait_for_results_ends_when_no_work_is_left()
    {
        Assert.True(Complete(Pipeline(position: 10)));
        Assert.False(Complete(Pipeline(position: 9)));
        Assert.False(Complete(Pipeline(position: 10) with { ShardsToRecompute = 1 }));
        Assert.False(Complete(Pipeline(position: 10) with { Overdue = 1 }));

        static bool Complete(PipelineState pipeline) => new Completion.Progress([Read], pipeline).IsComplete(processed: true);
    }

    [Fact]
    public void The_wait_for_sources_does_not_wait_for_consumers()
    {
        Assert.True(new Completion.Progress([Read], Pipeline(position: 0)).IsComplete(processed: false));
    }

    private static PipelineState Pipeline(long position) => new(
        Head: 10, new Dictionary<string, long> { ["location-aggregator"] = position, ["tracker-status"] = 10 }, ShardsToRecompute: 0, Overdue: 0);
}
