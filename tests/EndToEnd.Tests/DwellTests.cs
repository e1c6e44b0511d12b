using System.Globalization;
using EFCore.ReadWriteSplitting.Scopes;
using EndToEnd.Tests.Results;
using EndToEnd.Tests.Workers;
using Tracker.Data.Fences;
using Tracker.Geo.Fences;

namespace EndToEnd.Tests;

[Collection(OnCluster.Name)]
public sealed class DwellTests(ClusterFixture fixture)
{
    private static readonly CircleShape Depot = new(48.2, 16.4, 500);

    [Fact]
    public async Task A_dwell_is_reported_while_fences_change_continuously()
    {
        await using Pipeline pipeline = await Pipeline.EmptyAsync(fixture);
        await using Database database = fixture.Open("tests-fences");
        using TemporaryFiles files = new();
        await pipeline.Fences.SetAsync(new FenceDefinition("depot", "Depot", Depot) { Terms = new FenceTerms { Dwell = TimeSpan.FromSeconds(15) } });
        pipeline.Fleet.Start([WorkerBinary.Fetcher, WorkerBinary.Geofences]);
        string now = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        await pipeline.Sources.AddAsync("one", files.Write("one.csv", $"tracker,time_utc,latitude,longitude\nvan,{now},48.2,16.4\n"));
        using CancellationTokenSource told = new();
        Task changes = ChangeAsync(database, told.Token);

        try
        {
            await pipeline.Results.UntilAsync("count(*) = 1 FROM effective_geofence_events WHERE type = 'dwell'", "the dwell is told");
        }
        finally
        {
            await told.CancelAsync();
            await changes;
        }
    }

    [Fact]
    public async Task A_dwell_is_reported_when_it_is_due_without_a_further_report()
    {
        await using Pipeline pipeline = await Pipeline.EmptyAsync(fixture);
        using TemporaryFiles files = new();
        await pipeline.Fences.SetAsync(
            new FenceDefinition("all", "All, without a dwell", Depot with { RadiusMetres = 5_000 }),
            new FenceDefinition("depot", "Depot", Depot) { Terms = new FenceTerms { Dwell = TimeSpan.FromSeconds(20) } },
            new FenceDefinition("round-depot", "Around it", Depot with { RadiusMetres = 900 }) { Terms = new FenceTerms { Dwell = TimeSpan.FromHours(1) } });
        pipeline.Fleet.Start([WorkerBinary.Fetcher, WorkerBinary.Geofences]);
        string now = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        await pipeline.Sources.AddAsync("one", files.Write("one.csv", $"tracker,time_utc,latitude,longitude\nvan,{now},48.2,16.4\n"));

        await pipeline.Results.UntilAsync("count(*) = 4 FROM effective_geofence_events", "three enters and a dwell are told");
        await pipeline.Results.UntilAsync(
            """
            count(*) = 1 AND bool_and(fence = 'depot' AND entered_at = occurred_at - interval '20 s' AND report_fingerprint IS NULL)
            FROM effective_geofence_events WHERE type = 'dwell'
            """,
            "the dwell is the depot's");
        await pipeline.Results.UntilAsync("count(dwell_at) = 1 AND count(*) = 3 FROM fence_presences", "the other dwell is still to come");
        await OutputLogs.AssertGaplessAsync(pipeline.Results);

        // A cap that is lowered below every report leaves nothing that decides: no batch is made of such a dwell again and again.
        await pipeline.Results.ExecuteAsync("UPDATE location_reports SET accuracy_m = 5000; UPDATE fence_presences SET dwell_at = now() WHERE dwell_at IS NOT NULL");
        await pipeline.Results.UntilAsync("count(dwell_at) = 0 AND count(*) = 3 FROM fence_presences", "the dwell is given up, and the presences stand");
        Assert.Empty(pipeline.Fleet.Errors());
    }

    // Elsewhere, and faster than a worker comes round the shards.
    private static async Task ChangeAsync(Database database, CancellationToken told)
    {
        for (int i = 0; !told.IsCancellationRequested; i++)
        {
            await FenceCatalog.ImportAsync(
                database, [new FenceDefinition("elsewhere", "Elsewhere", new CircleShape(-40, 100, 100 + (i % 2)))], FenceValidity.FromNow, TimeProvider.System, CancellationToken.None);
        }
    }
}
