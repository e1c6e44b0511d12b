using Tracker.Drills.Blindness;
using Tracker.Drills.Running;

namespace Tracker.Drills.Tests.Drills;

/// <summary>Two of the ways in which a replica can go quiet. All of them: <c>./tracker drill blind</c>.</summary>
[Collection(OnDrillCluster.Name)]
public sealed class BlindDrillTests(DrillFixture fixture)
{
    [Theory]
    [InlineData("pause-replica", DrillTopology.Proxy)]
    [InlineData("stall-wal-sender", DrillTopology.Direct)]
    public async Task No_worker_reports_a_quiet_replica_as_healthy(string fault, DrillTopology topology)
    {
        BlindDrillOptions options = new() { Faults = [fault], Topologies = [topology] };
        BlindDrillResult result = await new BlindDrill(options, new Progress<string>()).RunAsync(fixture.Cluster, CancellationToken.None);
        Assert.All(result.Outcomes, outcome => Assert.True(outcome.FalseHealthy == 0, $"{outcome} {string.Join("; ", outcome.Reported)}"));
        Assert.True(result.IsGood);
    }
}
