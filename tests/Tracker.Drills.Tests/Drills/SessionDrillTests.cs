using Tracker.Drills.Checking;
using Tracker.Drills.Sessions;

namespace Tracker.Drills.Tests.Drills;

[Collection(OnDrillCluster.Name)]
public sealed class SessionDrillTests(DrillFixture fixture)
{
    private const int Operations = 3_000;

    [Fact]
    public async Task Guarded_sessions_violate_nothing()
    {
        SessionDrillResult result = await RunAsync(withoutGuard: false);
        Assert.Equal(new Violations(), result.Violations);
        Assert.Equal((Operations, 0, 0), (result.Operations, result.Lost, result.AppliedTwice));
        Assert.Empty(result.Errors);
        Assert.NotEmpty(result.Faults);
    }

    [Fact]
    public async Task Violations_are_found_in_sessions_without_guarantees()
    {
        SessionDrillResult result = await RunAsync(withoutGuard: true);
        Assert.True(result.Violations is { ReadYourWrites: > 0, MonotonicReads: > 0 }, $"{result.Violations}");
        Assert.Equal((0, 0), (result.Lost, result.AppliedTwice));
    }

    private Task<SessionDrillResult> RunAsync(bool withoutGuard)
    {
        SessionDrillOptions options = new() { Operations = Operations, WithoutGuard = withoutGuard, Seed = 1 };
        return new SessionDrill(options, new Progress<string>()).RunAsync(fixture.Cluster, CancellationToken.None);
    }
}
