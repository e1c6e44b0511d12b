using EndToEnd.Tests.Workers;

namespace EndToEnd.Tests;

/// <summary>What <c>./tracker up</c> prepares, and <c>./tracker model</c>, on a real database.</summary>
[Collection(OnCluster.Name)]
public sealed class FleetCommandTests(ClusterFixture fixture)
{
    private const string SourcesSql = "SELECT coalesce(string_agg(name, ',' ORDER BY name), '') FROM sources";
    private const string FencesSql = "SELECT count(*) FROM geofences";

    [Fact]
    public async Task A_fleet_is_simulated_if_there_is_no_other_source()
    {
        await using Pipeline pipeline = await Pipeline.EmptyAsync(fixture);

        await CommandLine.DoneAsync(pipeline, "prepare");
        await CommandLine.DoneAsync(pipeline, "prepare");

        Assert.Equal("simulated-fleet", await pipeline.Results.ScalarAsync<string>(SourcesSql));
        Assert.Equal(14, await pipeline.Results.ScalarAsync<long>(FencesSql));
    }

    [Fact]
    public async Task Beside_other_sources_no_fleet_is_simulated_and_no_fence_is_added()
    {
        await using Pipeline pipeline = await Pipeline.EmptyAsync(fixture);
        using TemporaryFiles files = new();
        await pipeline.Sources.AddAsync("own", files.Write("own.csv", "tracker,time,latitude,longitude\nt1,2026-01-01T00:00:00Z,48,16\n"));

        await CommandLine.DoneAsync(pipeline, "prepare");

        Assert.Equal("own", await pipeline.Results.ScalarAsync<string>(SourcesSql));
        Assert.Equal(0, await pipeline.Results.ScalarAsync<long>(FencesSql));
    }

    [Fact]
    public async Task Models_are_set_assigned_and_listed()
    {
        await using Pipeline pipeline = await Pipeline.EmptyAsync(fixture);
        await pipeline.Results.ExecuteAsync("INSERT INTO trackers (key) VALUES ('van')");

        await CommandLine.DoneAsync(pipeline, "model", "set", "Acme", "Tag", "--inactive-after", "36h", "--battery-low", "30");
        await CommandLine.DoneAsync(pipeline, "model", "set", "Other", "Beacon");
        await CommandLine.DoneAsync(pipeline, "model", "assign", "van", "Acme", "Tag");

        string list = await CommandLine.DoneAsync(pipeline, "model", "list");
        Assert.Matches(@"Acme +Tag +36h +30 % +1", list);
        Assert.Matches(@"Other +Beacon +as configured +as configured +0", list);
        Assert.Contains("There is no model 'Tag' of 'Nobody'", await CommandLine.FailedAsync(pipeline, "model", "assign", "van", "Nobody", "Tag"), StringComparison.Ordinal);
    }
}
