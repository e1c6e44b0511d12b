using Tracker.Drills.Failover;

namespace Tracker.Drills.Tests.Drills;

/// <summary>The faults that no test of the data library makes. The whole matrix: <c>./tracker drill failover</c>.</summary>
[Collection(OnDrillCluster.Name)]
public sealed class FailoverDrillTests(DrillFixture fixture)
{
    [Theory]
    [InlineData("switchover")]
    [InlineData("kill-replica")]
    [InlineData("pause-primary-pgbouncer")]
    [InlineData("restart-haproxy")]
    [InlineData("restart-pgbouncer")]
    public async Task A_fault_loses_no_unit_applies_none_twice_and_returns_no_error(string fault)
    {
        FailoverDrillOptions options = new() { Faults = [fault], Lasting = TimeSpan.FromSeconds(4) };
        FaultOutcome outcome = Assert.Single(
            (await new FailoverDrill(options, new Progress<string>()).RunAsync(fixture.Cluster, CancellationToken.None)).Faults);
        Assert.True(outcome.Acknowledged > 0 && outcome.Reads > 0, $"{outcome}");
        Assert.Equal((outcome.Acknowledged, 0, 0), (outcome.Present, outcome.Lost, outcome.AppliedTwice));
        Assert.Empty(outcome.Errors);
    }
}
