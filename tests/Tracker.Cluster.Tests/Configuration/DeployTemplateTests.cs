using Tracker.Cluster.Configuration;

namespace Tracker.Cluster.Tests.Configuration;

public sealed class DeployTemplateTests : IDisposable
{
    private readonly string _state = Directory.CreateTempSubdirectory("tracker-files-").FullName;

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [Fact]
    public void Placeholders_are_replaced_once_and_other_dollar_signs_remain()
    {
        string filled = DeployTemplate.Fill(
            "${A} $1 $A ${B}", new Dictionary<string, string> { ["A"] = "${B}", ["B"] = "$4096:x" }, "test");
        Assert.Equal("${B} $1 $A $4096:x", filled);
    }

    [Fact]
    public void A_placeholder_without_a_value_is_an_error_that_names_it()
    {
        ArgumentException missing = Assert.Throws<ArgumentException>(
            () => DeployTemplate.Fill("${MISSING}", new Dictionary<string, string>(), "deploy/x"));
        Assert.Contains("deploy/x asks for ${MISSING}", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_file_of_a_cluster_is_rendered()
    {
        ClusterOptions options = new() { StateDirectory = _state, Addresses = new ClusterAddresses("127.9.9"), SynchronousMode = false };
        ClusterLayout layout = new(_state);
        layout.Create(["node1", "node2"]);
        ClusterFiles files = new(options, ClusterCredentials.Generate(), layout);
        files.WriteAll([("node1", "127.9.9.11"), ("node2", "127.9.9.12")]);

        string proxy = File.ReadAllText(files.ProxyConfiguration);
        Assert.Contains("    server node2 127.9.9.12:6432 check\n", proxy, StringComparison.Ordinal);
        Assert.Contains("    server node2-primary 127.9.9.12:6432 backup track write/node2 maxconn 20\n", proxy, StringComparison.Ordinal);
        Assert.Contains("synchronous_mode: false", File.ReadAllText(files.PatroniConfiguration("node1")), StringComparison.Ordinal);
        layout.Delete();
    }

    [Theory]
    [InlineData("etcd/etcd.yml", "enable-v2: true")]
    [InlineData("patroni/patroni.yml", "\netcd:\n")]
    [InlineData("patroni/patroni.yml", "- checkpoint: fast")]
    [InlineData("pgbouncer/pgbouncer.ini", "pool_mode = transaction")]
    [InlineData("haproxy/haproxy.cfg", "tcp-check send-binary 0000000804d2162f")]
    public void Required_settings_stay_in_the_templates(string file, string line)
    {
        Assert.Contains(line, File.ReadAllText(DeployFolder.File(file)), StringComparison.Ordinal);
    }
}
