using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.EntityFrameworkCore;
using Tracker.Data.Fences;
using Tracker.Data.Model;
using Tracker.Data.Tests.Cluster;
using Tracker.Geo.Fences;

namespace Tracker.Data.Tests.Fences;

[Collection(OnCluster.Name)]
public sealed class FenceCatalogTests(ClusterFixture fixture) : IClassFixture<NoLeaks<FenceCatalogTests>>
{
    private static readonly CircleShape Small = new(48.2, 16.4, 100);
    private static readonly PolygonShape Square = new([new FencePolygon([new(0, 0), new(1, 0), new(1, 1), new(0, 1), new(0, 0)], [])]);
    private static readonly DateTime Moment = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task A_first_import_is_version_1_valid_always_under_one_revision()
    {
        await using Database database = await EmptyAsync();
        FenceImport import = await ImportAsync(database, new("a", "A", Small), new("b", "B", Square, MarginMetres: 0));

        Assert.Equal(new FenceImport(2, 0, 0), import);
        List<GeofenceVersion> versions = await VersionsAsync(database);
        Assert.All(versions, version => Assert.Equal(
            (1, FenceVersion.Always.From, FenceVersion.Always.To, 1L, FenceVersion.Always.From),
            (version.Version, version.ValidFrom, version.ValidTo, version.Revision, version.AffectsFrom)));
        Assert.Equal([100, null], versions.Select(version => version.RadiusMetres));
        Assert.Equal([20, 0], versions.Select(version => version.MarginMetres));
        Assert.Equal(Small, FenceShapeJson.Read(versions[0].Shape));
    }

    [Fact]
    public async Task The_same_file_again_changes_names_but_no_revision()
    {
        await using Database database = await EmptyAsync();
        await ImportAsync(database, new("a", "A", Small), new("b", "B", Square));
        FenceImport again = await ImportAsync(database, new("a", "Another name", Small), new("b", "B", Square));

        Assert.Equal(new FenceImport(0, 0, 2), again);
        Assert.Equal(1, await RevisionAsync(database));
        Assert.Equal(2, (await VersionsAsync(database)).Count);
        Assert.Equal(["Another name", "B"], await database.ReadAsync(
            ReadConsistency.Primary, (read, ct) => read.Query<Geofence>().OrderBy(fence => fence.Key).Select(fence => fence.Name).ToListAsync(ct), default));
    }

    [Fact]
    public async Task A_delivery_location_for_some_trackers_recomputes_only_their_statuses()
    {
        await using Database database = await EmptyAsync();
        await database.WriteAsync(async (write, ct) => await write.Command("INSERT INTO trackers (key) VALUES ('van'), ('car'), ('bus')").ExecuteNonQueryAsync(ct), default);
        FenceDefinition yard = new("yard", "Yard", Small) { Terms = new FenceTerms { Delivery = true }, Trackers = ["van"] };

        await ImportAsync(database, yard);
        Assert.Equal("van", await RecomputedAsync(database));
        await ImportAsync(database, yard with { Trackers = ["car"], ValidFrom = Moment });
        Assert.Equal("car,van", await RecomputedAsync(database));
    }

    [Fact]
    public async Task Another_shape_closes_the_open_version_where_the_next_starts()
    {
        await using Database database = await EmptyAsync();
        await ImportAsync(database, new FenceDefinition("a", "A", Small));
        Assert.Equal(new FenceImport(0, 1, 0), await ImportAsync(database, new FenceDefinition("a", "A", Square, ValidFrom: Moment)));

        List<GeofenceVersion> versions = await VersionsAsync(database);
        Assert.Equal([(FenceVersion.Always.From, Moment), (Moment, FenceVersion.Always.To)], versions.Select(version => (version.ValidFrom, version.ValidTo)));
        Assert.All(versions, version => Assert.Equal(2, version.Revision));
    }

    [Fact]
    public async Task A_change_before_the_previous_one_was_judged_affects_all_that_the_previous_one_did()
    {
        await using Database database = await EmptyAsync();
        await ImportAsync(database, new FenceDefinition("a", "A", Small));
        await ImportAsync(database, new FenceDefinition("a", "A", Square, ValidFrom: Moment));
        Assert.Equal(FenceVersion.Always.From, (await VersionsAsync(database))[0].AffectsFrom);

        await database.WriteAsync(async (write, ct) => await write.Command("UPDATE geofence_progress SET fence_revision = 2").ExecuteNonQueryAsync(ct), default);
        await ImportAsync(database, new FenceDefinition("a", "A", Small, ValidFrom: Moment.AddDays(1)));
        Assert.Equal(Moment.AddDays(1), (await VersionsAsync(database))[1].AffectsFrom);
    }

    [Fact]
    public async Task A_change_from_before_the_open_version_leaves_it_empty_and_cuts_the_one_before()
    {
        await using Database database = await EmptyAsync();
        await ImportAsync(database, new FenceDefinition("a", "A", Small));
        await ImportAsync(database, new FenceDefinition("a", "A", Square, ValidFrom: Moment));
        DateTime earlier = Moment.AddDays(-1);
        await ImportAsync(database, new FenceDefinition("a", "A", Small, ValidFrom: earlier));

        Assert.Equal(
            [(FenceVersion.Always.From, earlier), (Moment, Moment), (earlier, FenceVersion.Always.To)],
            (await VersionsAsync(database)).Select(version => (version.ValidFrom, version.ValidTo)));
    }

    [Fact]
    public async Task An_ended_fence_is_closed_once_and_opens_again_by_an_import()
    {
        await using Database database = await EmptyAsync();
        await ImportAsync(database, new FenceDefinition("a", "A", Small));

        Assert.True(await FenceCatalog.EndAsync(database, "a", Moment, default));
        Assert.False(await FenceCatalog.EndAsync(database, "a", Moment, default));
        Assert.False(await FenceCatalog.EndAsync(database, "no such fence", Moment, default));
        Assert.Equal(2, await RevisionAsync(database));

        await ImportAsync(database, new FenceDefinition("a", "A", Small, ValidFrom: Moment.AddDays(1)));
        Assert.Equal(
            [(FenceVersion.Always.From, Moment), (Moment.AddDays(1), FenceVersion.Always.To)],
            (await VersionsAsync(database)).Select(version => (version.ValidFrom, version.ValidTo)));
    }

    [Fact]
    public async Task Concurrent_imports_add_each_fence_once()
    {
        await using Database database = await EmptyAsync();
        FenceImport[] imports = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ImportAsync(database, new FenceDefinition("a", "A", Small))));

        Assert.Equal(1, imports.Sum(import => import.Added));
        Assert.Single(await VersionsAsync(database));
        Assert.Equal(1, await RevisionAsync(database));
    }

    private async Task<Database> EmptyAsync()
    {
        await fixture.ResetAsync();
        return fixture.Open(nameof(FenceCatalogTests));
    }

    private static Task<FenceImport> ImportAsync(Database database, params FenceDefinition[] fences) =>
        FenceCatalog.ImportAsync(database, fences, FenceValidity.Always, TimeProvider.System, default);

    private static Task<List<GeofenceVersion>> VersionsAsync(Database database) => database.ReadAsync(
        ReadConsistency.Primary,
        (read, ct) => read.Query<GeofenceVersion>().OrderBy(version => version.FenceId).ThenBy(version => version.Version).ToListAsync(ct),
        default);

    private static async Task<long> RevisionAsync(Database database)
    {
        await using ReadScope read = await database.ReadAsync(ReadConsistency.Primary, default);
        return (long)(await read.Command("SELECT revision FROM geofence_revision").ExecuteScalarAsync())!;
    }

    // The trackers whose statuses are due for recomputation; clears the list.
    private static async Task<string> RecomputedAsync(Database database)
    {
        string trackers = "";
        await database.WriteAsync(
            async (write, ct) =>
            {
                await using Npgsql.NpgsqlCommand take = write.Command(
                    "WITH gone AS (DELETE FROM recomputations RETURNING tracker_id) SELECT string_agg(DISTINCT key, ',' ORDER BY key) FROM gone JOIN trackers ON id = tracker_id");
                trackers = (string)(await take.ExecuteScalarAsync(ct))!;
            },
            CancellationToken.None);
        return trackers;
    }
}
