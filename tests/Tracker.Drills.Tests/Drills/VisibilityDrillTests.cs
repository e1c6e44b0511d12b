using Tracker.Drills.Visibility;

namespace Tracker.Drills.Tests.Drills;

[Collection(OnDrillCluster.Name)]
public sealed class VisibilityDrillTests(DrillFixture fixture)
{
    [Fact]
    public async Task Every_server_is_queried_during_the_commits()
    {
        var options = new VisibilityDrillOptions { Rounds = 20 };
        VisibilityDrillResult result = await new VisibilityDrill(options, new Progress<string>()).RunAsync(
            fixture.Cluster, CancellationToken.None);
        Assert.Equal(40, result.Commits);
        Assert.True(result is { SightingsOnPrimary: > 20, SightingsOnReplicas: > 20 }, $"{result}");
        Assert.InRange(result.LongForks, 0, 20);
    }
}
