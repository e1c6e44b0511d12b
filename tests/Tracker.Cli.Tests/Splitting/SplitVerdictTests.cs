using System.Text.Json;
using Tracker.Cli.Splitting;

namespace Tracker.Cli.Tests.Splitting;

public sealed class SplitVerdictTests
{
    private const string Primary = "10.0.0.1";
    private const string ReplicaA = "10.0.0.2";
    private const string ReplicaB = "10.0.0.3";

    [Fact]
    public void Reads_on_replicas_and_writes_on_the_primary_are_ok()
    {
        SplitVerdict verdict = SplitVerdict.Of(Seen(Primary, replicas: 2, (ReplicaA, 500), (ReplicaB, 500)));
        Assert.True(verdict.IsOk);
        Assert.Equal("replica", verdict.Read.Expected);
    }

    [Fact]
    public void One_read_on_the_primary_is_wrong_if_there_is_a_replica()
    {
        SplitVerdict verdict = SplitVerdict.Of(Seen(Primary, replicas: 2, (ReplicaA, 999), (Primary, 1)));
        Assert.Equal(SplitVerdict.Wrong, verdict.Read.Status);
        Assert.Contains("1 of 1,000", verdict.Read.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_on_the_primary_are_wrong_if_a_replica_streams_but_serves_no_read()
    {
        Assert.False(SplitVerdict.Of(Seen(Primary, replicas: 1, (Primary, 1_000))).IsOk);
    }

    [Fact]
    public void A_single_server_may_serve_reads_with_a_reason()
    {
        SplitVerdict verdict = SplitVerdict.Of(Seen(Primary, replicas: 0, (Primary, 1_000)));
        Assert.True(verdict.IsOk);
        Assert.Equal("primary", verdict.Read.Expected);
        Assert.Contains("no replica", verdict.Read.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_write_port_that_connects_to_a_replica_is_wrong()
    {
        SplitVerdict verdict = SplitVerdict.Of(Seen(ReplicaA, replicas: 0, (ReplicaA, 500), (ReplicaB, 500)));
        Assert.Equal(SplitVerdict.Wrong, verdict.Write.Status);
        Assert.Equal(SplitVerdict.Ok, verdict.Read.Status);
    }

    [Fact]
    public void The_json_contains_both_connections_the_status_and_the_reads_by_node()
    {
        SplitObservation seen = Seen(Primary, replicas: 2, (ReplicaA, 400), (ReplicaB, 600));
        JsonElement json = JsonSerializer.Deserialize<JsonElement>(SplitText.Json(seen, SplitVerdict.Of(seen)));

        Assert.Equal("ok", json.GetProperty("status").GetString());
        JsonElement read = json.GetProperty("read_connection");
        Assert.Equal((5433, ReplicaA, true, "replica", "ok"), (
            read.GetProperty("port").GetInt32(), read.GetProperty("node").GetString(), read.GetProperty("is_replica").GetBoolean(),
            read.GetProperty("expected").GetString(), read.GetProperty("status").GetString()));
        Assert.False(json.GetProperty("write_connection").GetProperty("is_replica").GetBoolean());
        Assert.Equal([400, 600], json.GetProperty("reads").EnumerateArray().Select(node => node.GetProperty("reads").GetInt32()));
    }

    private static SplitObservation Seen(string writer, int replicas, params (string Node, int Reads)[] reads) => new(
        new PortAnswer(5433, reads[0].Node, reads[0].Node != Primary),
        new PortAnswer(5432, writer, writer != Primary),
        reads.ToDictionary(node => node.Node, node => node.Reads),
        reads.Select(node => node.Node).Where(node => node != Primary).ToHashSet(),
        replicas);
}
