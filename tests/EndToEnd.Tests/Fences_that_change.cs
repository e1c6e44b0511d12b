using EndToEnd.Tests.Results;
using EndToEnd.Tests.Workers;
using Tracker.Data.Fences;
using Tracker.Geo.Fences;

namespace EndToEnd.Tests;

[Collection(OnCluster.Name)]
public sealed class Fences_that_change(ClusterFixture fixture)
{
    private static readonly DateTime Noon = new(2015, 3, 7, 18, 0, 0, DateTimeKind.Utc);

    [SkippableFact]
    public async Task Fences_changed_ended_and_created_while_the_workers_run_give_the_events_of_the_final_fences()
    {
        await using Pipeline pipeline = await Pipeline.OfDayAsync(fixture);
        pipeline.Fleet.Start(WorkerBinary.All);
        await pipeline.ProgressAsync(WorkerBinary.Geofences, 3_000);
        await pipeline.Fences.SetAsync(new FenceDefinition("c01", "Downtown", new CircleShape(30.2672, -97.7431, 500), 25, Noon));
        await pipeline.ProgressAsync(WorkerBinary.Geofences, 12_000);
        await pipeline.Fences.EndAsync("c02", Noon.AddHours(-3));
        await pipeline.Fences.SetAsync(new FenceDefinition("late", "Created later", new CircleShape(30.2747, -97.7404, 1_000), 0, Noon.AddHours(1)));
        await pipeline.CompleteAsync();
        // After the fact too: nothing is to be read but what is stored.
        await pipeline.Fences.SetAsync(new FenceDefinition("c01", "Downtown", new CircleShape(30.2672, -97.7431, 900), 0, Noon.AddHours(2)));
        await pipeline.Fences.EndAsync("late", Noon.AddHours(3));
        await pipeline.CompleteAsync();

        await JudgedEvents.AssertEffectiveAsync(pipeline.Results);
        Assert.True(await pipeline.Results.ScalarAsync<long>("SELECT count(*) FROM geofence_events WHERE superseded_by IS NOT NULL") > 0);
        await OutputLogs.AssertGaplessAsync(pipeline.Results);
        await CapMetroDay.AssertStaysAsync(pipeline.Results);
        Assert.Empty(pipeline.Fleet.Errors());
    }
}
