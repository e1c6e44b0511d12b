using GeofenceProcessor;
using GeofenceProcessor.Indexing;
using GeofenceProcessor.Judging;
using Npgsql;
using Tracker.Data.Fences;
using Tracker.Geo.Fences;

namespace EndToEnd.Tests.Results;

/// <summary>The events of the buses' day: those that hold, and what the pure rule says of each bus's whole history and the fences as they are now (their terms left out).</summary>
internal static class JudgedEvents
{
    public static async Task AssertEffectiveAsync(ResultStore results) => Rowset.AssertEqual(await JudgedAsync(results), await results.TextsAsync("""
        SELECT concat_ws(',', tracker, to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), type, fence, fence_version, initial::text, reason)
        FROM effective_geofence_events
        """));

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
                    bus.Key, $"{happened.OccurredAt:yyyy-MM-dd HH:mm:ss}", EventLabels.Of(happened.Type), keys[happened.FenceId],
                    $"{happened.FenceVersion}", happened.Initial ? "true" : "false", EventLabels.Of(happened.Reason),
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
