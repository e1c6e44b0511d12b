using System.Globalization;
using Tracker.Geo.Reports;
using Tracker.Tests.Days;
using Tracker.Tests.Oracle;

namespace EndToEnd.Tests.Results;

/// <summary>What the pipeline must have made of a day, whatever happened on the way: compared to the row.</summary>
internal static class StoredDay
{
    private static readonly TimeSpan InactiveAfter = TimeSpan.FromDays(7);

    /// <summary>Reports, stays, events, statuses and the logs they stand in.</summary>
    public static async Task AssertStoredAsync(ResultStore results, LocationDay day)
    {
        Assert.Equal(day.Distinct, await results.ScalarAsync<long>("SELECT count(*) FROM location_reports"));
        Assert.Equal(day.Vehicles, await results.ScalarAsync<long>("SELECT count(*) FROM trackers"));
        Assert.Equal(0, await results.ScalarAsync<long>("SELECT count(*) FROM rejected_reports"));
        await OutputLogs.AssertGaplessAsync(results);
        await AssertStaysAsync(results, day);
        await AssertEventsAsync(results, day);
        await AssertPresencesAsync(results, day);
        await AssertStatusesAsync(results, day);
        await AssertTripsAndTracksAsync(results, day);
    }

    /// <summary>A trip between every two stays that are apart, and one track per vehicle with all its reports but the outliers.</summary>
    public static async Task AssertTripsAndTracksAsync(ResultStore results, LocationDay day)
    {
        Assert.Equal(0, await results.ScalarAsync<long>("""
            SELECT count(*)
            FROM (
                SELECT tracker_id, finished_at, lead(started_at) OVER (PARTITION BY tracker_id ORDER BY started_at) AS next_at
                FROM effective_stays) s
            FULL JOIN effective_trips t ON t.tracker_id = s.tracker_id AND t.started_at = s.finished_at AND t.finished_at = s.next_at
            WHERE s.next_at > s.finished_at AND t.tracker_id IS NULL OR s.tracker_id IS NULL OR t.points < 2 OR t.distance_m < 0
            """));
        Rowset.AssertEqual(
            day.Outliers.Select(outlier => $"{outlier.Vehicle},{Utc(outlier.Time)}"),
            await results.TextsAsync($"SELECT concat_ws(',', tracker, {Utc("recorded_at")}) FROM effective_outliers"));
        Assert.Equal(
            $"{day.Vehicles} {day.Distinct - day.Outliers.Count} {day.Date:yyyy-MM-dd}",
            await results.ScalarAsync<string>(
                "SELECT concat_ws(' ', count(*), sum(reports), string_agg(DISTINCT day::text, ' ')) FROM effective_tracks"));
    }

    public static async Task AssertStaysAsync(ResultStore results, LocationDay day)
    {
        IReadOnlyList<OracleStay> expected = day.Stays();
        string[][] found =
        [
            .. (await results.TextsAsync($"""
                SELECT concat_ws(',', tracker, {Utc("started_at")}, {Utc("finished_at")}, points, latitude, longitude) FROM effective_stays
                """)).Select(line => line.Split(',')),
        ];
        Rowset.AssertEqual(expected.Select(Exact), found.Select(Exact));
        Dictionary<string, string[]> places = found.ToDictionary(Exact);
        foreach (OracleStay stay in expected)
        {
            string[] place = places[Exact(stay)];
            double away = Haversine.Metres(stay.Latitude, stay.Longitude, Number(place[4]), Number(place[5]));
            Assert.True(away < 1, $"{stay}: {away} m away");
        }
    }

    public static async Task AssertEventsAsync(ResultStore results, LocationDay day) => Rowset.AssertEqual(
        day.Events.Select(happened => string.Join(
            ',', happened.Vehicle, Utc(happened.At), happened.IsEnter ? "enter" : "exit", happened.Fence, happened.IsInitial ? "true" : "false")),
        await results.TextsAsync($"""
            SELECT concat_ws(',', tracker, {Utc("occurred_at")}, type, fence, initial::text) FROM effective_geofence_events
            """));

    /// <summary>Who entered a fence last and did not leave it is inside.</summary>
    public static async Task AssertPresencesAsync(ResultStore results, LocationDay day)
    {
        string[] inside =
        [
            .. day.Events.GroupBy(happened => (happened.Vehicle, happened.Fence))
                .Select(visits => visits.MaxBy(happened => happened.At)!)
                .Where(last => last.IsEnter)
                .Select(last => $"{last.Vehicle},{last.Fence},{Utc(last.At)}"),
        ];
        Assert.True(inside.Length > day.Vehicles / 2, $"{inside.Length} visits last");
        Rowset.AssertEqual(inside, await results.TextsAsync($"""
            SELECT concat_ws(',', t.key, f.key, {Utc("p.entered_at")}, p.dwell_at)
            FROM fence_presences p JOIN trackers t ON t.id = p.tracker_id JOIN geofences f ON f.id = p.fence_id
            """));
    }

    public static async Task AssertStatusesAsync(ResultStore results, LocationDay day)
    {
        IReadOnlyDictionary<string, List<Fix>> histories = day.Histories();
        Rowset.AssertEqual(
            histories.Select(vehicle => string.Join(
                ',', vehicle.Key, "inactive", Utc(vehicle.Value[^1].RecordedAt + InactiveAfter), Utc(vehicle.Value[^1].RecordedAt))),
            await results.TextsAsync($"""
                SELECT concat_ws(',', key, state, {Utc("since")}, {Utc("last_seen_at")})
                FROM tracker_status JOIN trackers ON id = tracker_id
                """));
        Rowset.AssertEqual(
            histories.SelectMany(vehicle => new[]
            {
                $"{vehicle.Key},active,{Utc(vehicle.Value[0].RecordedAt)}",
                $"{vehicle.Key},inactive,{Utc(vehicle.Value[^1].RecordedAt + InactiveAfter)}",
            }),
            await results.TextsAsync($"SELECT concat_ws(',', tracker, state, {Utc("occurred_at")}) FROM effective_status_transitions"));
    }

    private static string Exact(OracleStay stay) => $"{stay.Vehicle},{Utc(stay.StartedAt)},{Utc(stay.FinishedAt)},{stay.Points}";

    private static string Exact(string[] stay) => string.Join(',', stay[..4]);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Utc(string column) => $"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US')";

    private static string Utc(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
