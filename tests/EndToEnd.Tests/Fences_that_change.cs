using EndToEnd.Tests.Results;
using EndToEnd.Tests.Workers;
using GeofenceProcessor;
using GeofenceProcessor.Indexing;
using GeofenceProcessor.Judging;
using Npgsql;
using Tracker.Data.Fences;

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

        Rowset.AssertEqual(await JudgedAsync(pipeline.Results), await pipeline.Results.TextsAsync("""
            SELECT concat_ws(',', tracker, to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), type, fence, fence_version, initial::text, reason)
            FROM effective_geofence_events
            """));
        Assert.True(await pipeline.Results.ScalarAsync<long>("SELECT count(*) FROM geofence_events WHERE superseded_by IS NOT NULL") > 0);
        await OutputLogs.AssertGaplessAsync(pipeline.Results);
        await CapMetroDay.AssertStaysAsync(pipeline.Results);
        Assert.Empty(pipeline.Fleet.Errors());
    }

    /// <summary>What the pure rule says of each bus's whole history and the fences as they are now.</summary>
    private static async Task<IEnumerable<string>> JudgedAsync(ResultStore results)
    {
        List<FenceVersion> versions = await VersionsAsync(results);
        Dictionary<long, string> keys = versions.DistinctBy(version => version.FenceId).ToDictionary(version => version.FenceId, version => version.Key);
        FenceIndex fences = new(versions);
        FenceJudge judge = new(new FenceJudgeOptions());
        DateTime now = await results.ScalarAsync<DateTime>("SELECT now()");
        return CapMetro.Histories().SelectMany(bus => judge.Judge(fences, trackerId: 1, previous: null, insideBefore: [], bus.Value, now).Events
            .Select(happened => string.Join(
                ',',
                ((string?[])
                [
                    bus.Key, $"{happened.OccurredAt:yyyy-MM-dd HH:mm:ss}", EventWords.Of(happened.Type), keys[happened.FenceId],
                    $"{happened.FenceVersion}", happened.Initial ? "true" : "false", EventWords.Of(happened.Reason),
                ]).Where(word => word is not null))));
    }

    private static async Task<List<FenceVersion>> VersionsAsync(ResultStore results)
    {
        var versions = new List<FenceVersion>();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create((await results.PrimaryAsync()).ServerConnectionString);
        await using NpgsqlCommand command = source.CreateCommand(
            "SELECT fence_id, key, version, valid_from, valid_to, shape::text, margin_m FROM geofence_versions JOIN geofences ON id = fence_id");
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            versions.Add(new FenceVersion(
                reader.GetInt64(0),
                reader.GetString(1),
                reader.GetInt32(2),
                DateTime.SpecifyKind(reader.GetDateTime(3), DateTimeKind.Utc),
                DateTime.SpecifyKind(reader.GetDateTime(4), DateTimeKind.Utc),
                FenceShapeJson.Read(reader.GetString(5)),
                reader.GetDouble(6)));
        }

        return versions;
    }
}
