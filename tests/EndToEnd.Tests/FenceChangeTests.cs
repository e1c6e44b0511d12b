using EndToEnd.Tests.Results;
using EndToEnd.Tests.Workers;
using Tracker.Data.Fences;
using Tracker.Geo.Fences;
using Tracker.Tests.Days;

namespace EndToEnd.Tests;

[Collection(OnCluster.Name)]
public sealed class FenceChangeTests(ClusterFixture fixture)
{
    private static readonly DateTime Noon = GeneratedDay.Shared.Date.ToDateTime(new TimeOnly(12, 0), DateTimeKind.Utc);

    [SkippableFact]
    public async Task Fences_changed_ended_and_created_while_the_workers_run_give_the_events_of_the_final_fences()
    {
        await using Pipeline pipeline = await Pipeline.OfDayAsync(fixture);
        pipeline.Fleet.Start(WorkerBinary.All);
        await pipeline.PartAsync(WorkerBinary.Geofences, percent: 7);
        await pipeline.Fences.SetAsync(new FenceDefinition("c01", "Centre", Centre(500), 25, Noon));
        await pipeline.PartAsync(WorkerBinary.Geofences, percent: 27);
        await pipeline.Fences.EndAsync("c02", Noon.AddHours(-3));
        await pipeline.Fences.SetAsync(new FenceDefinition("late", "Created later", Centre(1_000), 0, Noon.AddHours(1)));
        await pipeline.CompleteAsync();
        // After the fact too: nothing is to be read but what is stored.
        await pipeline.Fences.SetAsync(new FenceDefinition("c01", "Centre", Centre(900), 0, Noon.AddHours(2)));
        await pipeline.Fences.EndAsync("late", Noon.AddHours(3));
        await pipeline.CompleteAsync();

        await JudgedEvents.AssertEffectiveAsync(pipeline.Results, GeneratedDay.Shared);
        Assert.True(await pipeline.Results.ScalarAsync<long>("SELECT count(*) FROM geofence_events WHERE superseded_by IS NOT NULL") > 0);
        await OutputLogs.AssertGaplessAsync(pipeline.Results);
        await StoredDay.AssertStaysAsync(pipeline.Results, GeneratedDay.Shared);
        Assert.Empty(pipeline.Fleet.Errors());
    }

    private static CircleShape Centre(double metres) => new(GeneratedCity.Centre.Latitude, GeneratedCity.Centre.Longitude, metres);
}
