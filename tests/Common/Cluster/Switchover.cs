using Tracker.Cluster.Nodes;

namespace Tracker.Tests;

/// <summary>Another primary, in good order.</summary>
internal static class Switchover
{
    // Under synchronous mode only the synchronous standby may take over.
    private const string StandbySql = "SELECT application_name FROM pg_stat_replication WHERE sync_state = 'sync'";

    public static async Task<ClusterNode> StandbyAsync(ClusterFixture fixture)
    {
        ClusterNode primary = await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60));
        string? name = null;
        await Tracker.Tests.Eventually.TrueAsync(
            async () => (name = (string?)await ClusterFixture.ScalarAsync(primary, StandbySql)) is not null, "a standby is synchronous");
        return fixture.Cluster.Node(name!);
    }

    public static async Task RunAsync(ClusterFixture fixture) => await fixture.Cluster.SwitchoverAsync(await StandbyAsync(fixture));
}
