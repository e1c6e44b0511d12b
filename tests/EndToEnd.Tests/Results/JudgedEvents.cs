using GeofenceProcessor;
using GeofenceProcessor.Indexing;
using GeofenceProcessor.Judging;
using Npgsql;
using Tracker.Data.Fences;
using Tracker.Geo.Fences;
using Tracker.Tests.Days;

namespace EndToEnd.Tests.Results;

/// <summary>The events of a day: those that hold, and what the pure rule says of each vehicle's whole history and the fences as they are now (their terms left out).</summary>
internal static class JudgedEvents
{
    public static async Task AssertEffectiveAsync(ResultStore results, LocationDay day) => Rowset.AssertEqual(await JudgedAsync(results, day), await results.TextsAsync("""
        SELECT concat_ws(',', tracker, to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), type, fence, fence_version, initial::text, reason)
        FROM effective_geofence_events
        """));

    private static async Task<IEnumerable<string>> JudgedAsync(ResultStore results, LocationDay day)
    {
        List<FenceVersion> versions = await VersionsAsync(results);
        Dictionary<long, string> keys = versions.DistinctBy(version => version.FenceId).ToDictionary(version => version.FenceId, version => version.Key);
        FenceIndex fences = new(versions);
        FenceJudge judge = new(new FenceJudgeOptions());
        DateTime now = await results.ScalarAsync<DateTime>("SELECT now()");
        return day.Histories().SelectMany(vehicle => judge.Judge(fences, trackerId: 1, previous: null, insideBefore: [], vehicle.Value, now).Events
            .Select(happened => string.Join(
                ',',
                ((string?[])
                [
                    vehicle.Key, $"{happened.OccurredAt:yyyy-MM-dd HH:mm:ss.ffffff}", EventLabels.Of(happened.Type), keys[happened.FenceId],
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
