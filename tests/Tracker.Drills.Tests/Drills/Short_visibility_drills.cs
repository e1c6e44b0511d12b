using Tracker.Drills.Visibility;

namespace Tracker.Drills.Tests.Drills;

[Collection(OnDrillCluster.Name)]
public sealed class Short_visibility_drills(DrillFixture fixture)
{
    [Fact]
    public async Task Look_at_every_server_while_they_commit()
    {
        var options = new VisibilityDrillOptions { Rounds = 20 };
        VisibilityDrillResult result = await new VisibilityDrill(options, new Progress<string>()).RunAsync(fixture.Cluster, CancellationToken.None);
        Assert.Equal(40, result.Commits);
        Assert.True(result is { SightingsOnPrimary: > 20, SightingsOnReplicas: > 20 }, $"{result}");
        Assert.InRange(result.LongForks, 0, 20);
    }
}
