using System.Diagnostics;
using System.Text.Json;
using Tracker.Cluster;
using Tracker.Cluster.Networks;
using Tracker.Cluster.Primitives;
using Tracker.Drills.Failover;

namespace Tracker.Drills.Tests.Drills;

/// <summary>The machine's own network is never touched.</summary>
[Collection(OnDrillCluster.Name)]
public sealed class DisconnectedNodeTests(DrillFixture fixture)
{
    [Fact]
    public async Task The_faults_are_skipped_with_a_reason_outside_a_private_network()
    {
        FailoverDrillOptions options = new() { Faults = ["cut-primary", "cut-replica"] };
        FailoverDrillResult result = await new FailoverDrill(options, new Progress<string>()).RunAsync(
            fixture.Cluster, CancellationToken.None);
        Assert.Equal(2, result.Faults.Count);
        Assert.All(result.Faults, fault => Assert.Contains("private network", fault.Skipped, StringComparison.Ordinal));
        Assert.True(result.IsGood);
    }

    [SkippableFact]
    public async Task A_disconnected_replica_fails_no_read_and_loses_no_write()
    {
        Skip.If(PrivateNetwork.Obstacle() is not null, PrivateNetwork.Obstacle());
        using Process drill = Process.Start(new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Checkout.CommandLine, "drill", "failover", "--fault", "cut-replica", "--seconds", "4", "--json"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        string output = await drill.StandardOutput.ReadToEndAsync();
        await drill.WaitForExitAsync();

        JsonElement outcome = JsonDocument.Parse(output).RootElement.GetProperty("faults")[0];
        Assert.True(Number("acknowledged") > 0 && Number("reads") > 0, output);
        Assert.Equal((0, 0, 0, 0), (Number("lost"), Number("appliedTwice"), Number("unitErrors"), Number("readErrors")));

        int Number(string key) => outcome.GetProperty(key).GetInt32();
    }

    [Fact]
    public void A_node_on_the_network_of_the_machine_refuses_to_disconnect()
    {
        Assert.Contains(
            "no network of its own",
            Assert.Throws<ClusterException>(fixture.Cluster.Cluster.Nodes[0].Disconnect).Message,
            StringComparison.Ordinal);
    }
}
