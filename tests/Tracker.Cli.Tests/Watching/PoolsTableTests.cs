using System.Text.Json;
using Tracker.Cli.Watching;

namespace Tracker.Cli.Tests.Watching;

public sealed class PoolsTableTests
{
    private static readonly WorkerResponse[] Answers =
    [
        TestStatistics.Answer(TestStatistics.Statistics), TestStatistics.Silent(TestStatistics.Status),
    ];

    [Fact]
    public void The_table_has_one_line_per_pool_and_one_per_node_of_a_pool_with_several_nodes() => Assert.Equal(
        [
            "tracker-fetcher|write|127.0.0.11:5432|10|1|2|0|0|4|1",
            "tracker-fetcher|read|all|20|3|4|1|2|1,009|1,002",
            "tracker-fetcher|read|node2 (127.0.0.12:5432)||1|2|||1,003|1,000",
            "tracker-fetcher|read|node3 (127.0.0.13:5432)||2|2|||6|2",
            "tracker-fetcher|primary_read|-|10|0|0|0|0|0|0",
        ],
        PoolsTable.Rows(Answers).Select(row => string.Join('|', row)));

    [Fact]
    public void The_json_lists_every_worker_and_those_that_do_not_answer()
    {
        JsonElement json = JsonSerializer.Deserialize<JsonElement>(WatchingJson.Pools(Answers));

        Assert.Equal(
            ["tracker-fetcher", "tracker-status"], json.EnumerateArray().Select(worker => worker.GetProperty("worker").GetString()));
        Assert.Equal("node2", json[0].GetProperty("pools")[1].GetProperty("nodes")[0].GetProperty("name").GetString());
        Assert.Equal(
            (false, "It does not answer."), (json[1].GetProperty("answers").GetBoolean(), json[1].GetProperty("silence").GetString()));
    }
}
