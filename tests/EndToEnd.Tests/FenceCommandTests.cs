using EndToEnd.Tests.Workers;
using Tracker.Data.Fences;
using Tracker.Geo.Fences;

namespace EndToEnd.Tests;

/// <summary><c>./tracker fence</c> on a real database.</summary>
[Collection(OnCluster.Name)]
public sealed class FenceCommandTests(ClusterFixture fixture)
{
    private const string Depots = """
        depot;POINT (16.37 48.21);{"radius_m": 250, "name": "Depot", "dwell": "15m"}
        yard;POLYGON((0 0,9 0,9 9,0 9,0 0),(1 1,2 1,2 2,1 1));{"active_hours":"Mo-Fr 08:00-18:00","time_zone":"Europe/Vienna"}
        """;

    private const string Road = """
        {"type": "Feature", "id": "road", "properties": {"width_m": 30, "crossings": true},
         "geometry": {"type": "LineString", "coordinates": [[16.3, 48.2], [16.4, 48.3]]}}
        """;

    [Fact]
    public async Task Fences_are_imported_listed_shown_and_ended()
    {
        await using Pipeline pipeline = await Pipeline.EmptyAsync(fixture);
        using TemporaryFiles files = new();
        string[] import = ["fence", "import", "--always", files.Write("depots.wkt", Depots), files.Write("road.geojson", Road)];

        Assert.Equal("3 fences added, 0 changed, 0 unchanged\n", await CommandLine.DoneAsync(pipeline, import));
        Assert.Equal("0 fences added, 0 changed, 3 unchanged\n", await CommandLine.DoneAsync(pipeline, import));
        files.Write("depots.wkt", Depots.Replace("250", "300", StringComparison.Ordinal));
        Assert.Equal("0 fences added, 1 changed, 2 unchanged\n", await CommandLine.DoneAsync(pipeline, import));

        string list = await CommandLine.DoneAsync(pipeline, "fence", "list");
        Assert.Matches(@"depot +\S+ Depot +\S+ circle of 300 m +\S+ 2 ", list);
        Assert.Matches(@"yard .* polygon of 4 corners with 1 holes .* 1 .* always .* Mo-Fr 08:00-18:00 Europe/Vienna", list);
        Assert.Matches(@"road .* corridor 30 m wide .* crossings", list);

        string shown = await CommandLine.DoneAsync(pipeline, "fence", "show", "depot");
        Assert.Matches(@"depot \(Depot\), version 1\n  valid  always to 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC\n  area   circle of 250 m\n", shown);
        Assert.Matches(@"depot \(Depot\), version 2\n  valid  20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC to further notice\n  area   circle of 300 m\n", shown);

        Assert.Equal("yard ends at 2026-01-31 07:00:00 UTC.\n", await CommandLine.DoneAsync(pipeline, "fence", "delete", "yard", "--at", "2026-01-31T08:00:00+01:00"));
        Assert.Equal("yard has already ended by then.\n", await CommandLine.DoneAsync(pipeline, "fence", "delete", "yard"));
        Assert.DoesNotContain("yard", await CommandLine.DoneAsync(pipeline, "fence", "list"), StringComparison.Ordinal);
        Assert.Contains("valid  always to 2026-01-31 07:00:00 UTC", await CommandLine.DoneAsync(pipeline, "fence", "show", "yard"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_contains_what_was_imported()
    {
        await using Pipeline pipeline = await Pipeline.EmptyAsync(fixture);
        using TemporaryFiles files = new();
        await CommandLine.DoneAsync(pipeline, "fence", "import", "--always", files.Write("depots.wkt", Depots), files.Write("road.geojson", Road));
        string exported = files.Write("all.geojson", "an older one");

        await CommandLine.DoneAsync(pipeline, "fence", "export", exported);
        Assert.False(File.Exists(exported + ".part"));
        Assert.Equal(
            [.. WktFences.Read(Depots).Concat(GeoJsonFences.Read(Road)).OrderBy(fence => fence.Key, StringComparer.Ordinal).Select(Told)],
            GeoJsonFences.Read(await File.ReadAllTextAsync(exported)).OrderBy(fence => fence.Key, StringComparer.Ordinal).Select(Told));
        Assert.Equal("0 fences added, 0 changed, 3 unchanged\n", await CommandLine.DoneAsync(pipeline, "fence", "import", exported));
    }

    [Fact]
    public async Task An_invalid_file_changes_nothing_and_an_unknown_fence_is_named()
    {
        await using Pipeline pipeline = await Pipeline.EmptyAsync(fixture);
        using TemporaryFiles files = new();
        string good = files.Write("depots.wkt", Depots);

        Assert.Contains("it touches or crosses itself", await CommandLine.FailedAsync(
            pipeline, "fence", "import", good, files.Write("wrong.wkt", "bow;POLYGON((0 0,2 2,2 0,0 2,0 0))")), StringComparison.Ordinal);
        Assert.Contains("Fence depot is in more than one file", await CommandLine.FailedAsync(pipeline, "fence", "import", good, good), StringComparison.Ordinal);
        Assert.Equal(0, await pipeline.Results.ScalarAsync<long>("SELECT count(*) FROM geofences"));
        Assert.Contains("There is no fence 'depot'", await CommandLine.FailedAsync(pipeline, "fence", "show", "depot"), StringComparison.Ordinal);
        Assert.Contains("There is no fence 'depot'", await CommandLine.FailedAsync(pipeline, "fence", "delete", "depot"), StringComparison.Ordinal);
    }

    private static string Told(FenceDefinition fence) =>
        $"{fence.Key} {fence.Name} {FenceShapeJson.Write(fence.Shape)} {fence.EffectiveMarginMetres} {fence.Terms.Dwell} {fence.Terms.Crossings} {fence.Terms.Hours?.Text} {fence.Terms.Hours?.TimeZone}";
}
