using System.Text.Json;
using Tracker.Cluster.Nodes;

namespace Tracker.Cluster.Tests.Nodes;

public sealed class AnswerTests
{
    [Theory]
    [InlineData("leader", "running", null, NodeRole.Primary, true)]
    [InlineData("sync_standby", "streaming", "0", NodeRole.SyncStandby, true)]
    [InlineData("replica", "running", "4096", NodeRole.Replica, true)]
    [InlineData("replica", "starting", "\"unknown\"", NodeRole.Replica, false)]
    public void A_member_is_parsed_from_the_answer_of_Patroni(string role, string state, string? lag, NodeRole expected, bool isRunning)
    {
        string json = $$"""{"name": "node1", "host": "127.0.0.11", "role": "{{role}}", "state": "{{state}}", "timeline": 3{{(lag is null ? "" : $", \"lag\": {lag}")}}}""";
        NodeStatus node = NodeStatus.Parse(JsonDocument.Parse(json).RootElement);
        Assert.Equal((expected, isRunning, 3), (node.Role, node.IsRunning, node.Timeline));
        Assert.Equal(long.TryParse(lag, out long bytes) ? bytes : null, node.LagBytes);
    }

    [Fact]
    public void The_servers_of_a_port_are_parsed_from_the_stats_of_HAProxy()
    {
        const string csv = """
            # pxname,svname,qcur,status,weight
            read,FRONTEND,,OPEN,
            read,node1,0,UP,1
            read,node2,0,UP 1/2,1
            read,node3,0,DOWN,1
            read,node3-primary,0,UP,1
            read,BACKEND,0,UP,2
            write,node3,0,UP,1
            """;
        Assert.Equal(["node1", "node2", "node3-primary"], ProxyStats.Up(csv, "read").Order());
        Assert.Equal(["node3"], ProxyStats.Up(csv, "write"));
    }
}
