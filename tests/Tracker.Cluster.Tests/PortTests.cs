namespace Tracker.Cluster.Tests;

[Collection("cluster")]
public sealed class PortTests(ClusterFixture fixture)
{
    [Fact]
    public async Task The_write_port_leads_to_the_primary()
    {
        await fixture.HealthyAsync();
        (string address, bool isReplica) = await ClusterFixture.AskAsync(fixture.Cluster.WriteConnectionString);
        Assert.Equal((await fixture.Cluster.WaitForPrimaryAsync(ClusterFixture.Deadline)).Address, address);
        Assert.False(isReplica);
    }

    [Fact]
    public async Task The_read_port_leads_to_both_replicas()
    {
        await fixture.HealthyAsync();
        HashSet<string> seen = [];
        for (int i = 0; i < 20; i++)
        {
            (string address, bool isReplica) = await ClusterFixture.AskAsync(fixture.Cluster.ReadConnectionString);
            Assert.True(isReplica);
            seen.Add(address);
        }

        Assert.Equal(2, seen.Count);
    }
}
