using System.Globalization;
using Tracker.Geo.Geodesy;
using Tracker.Geo.Reports;

namespace EndToEnd.Tests.Results;

/// <summary>What the pipeline must have made of the buses' day, whatever happened on the way: compared to the row.</summary>
internal static class CapMetroDay
{
    public const int Rows = 44_564;
    public const int Distinct = 44_425;
    public const int Trackers = 158;
    private static readonly TimeSpan InactiveAfter = TimeSpan.FromDays(7);

    public static string File => RealData.Path("csv", "capmetro_2015-03-07.csv");

    public static string Fences => RealData.Path("fences", "austin.geojson");

    /// <summary>Reports, stays, events, statuses and the logs they stand in.</summary>
    public static async Task AssertStoredAsync(ResultStore results)
    {
        Assert.Equal(Distinct, await results.ScalarAsync<long>("SELECT count(*) FROM location_reports"));
        Assert.Equal(Trackers, await results.ScalarAsync<long>("SELECT count(*) FROM trackers"));
        Assert.Equal(0, await results.ScalarAsync<long>("SELECT count(*) FROM rejected_reports"));
        await OutputLogs.AssertGaplessAsync(results);
        await AssertStaysAsync(results);
        await AssertEventsAsync(results);
        await AssertPresencesAsync(results);
        await AssertStatusesAsync(results);
        await AssertTripsAndTracksAsync(results);
    }

    /// <summary>A trip wherever there is a way between two stays, and one track a bus, with all its reports: the day is one of UTC's too.</summary>
    public static async Task AssertTripsAndTracksAsync(ResultStore results)
    {
        Assert.Equal(0, await results.ScalarAsync<long>("""
            SELECT count(*)
            FROM (SELECT tracker_id, finished_at, lead(started_at) OVER (PARTITION BY tracker_id ORDER BY started_at) AS next_at FROM effective_stays) s
            FULL JOIN effective_trips t ON t.tracker_id = s.tracker_id AND t.started_at = s.finished_at AND t.finished_at = s.next_at
            WHERE s.next_at > s.finished_at AND t.tracker_id IS NULL OR s.tracker_id IS NULL OR t.points < 2 OR t.distance_m < 0
            """));
        Assert.Equal(
            $"{Trackers} {Distinct} 2015-03-07",
            await results.ScalarAsync<string>("SELECT concat_ws(' ', count(*), sum(reports), string_agg(DISTINCT day::text, ' ')) FROM effective_tracks"));
        Assert.Equal(0, await results.ScalarAsync<long>("SELECT count(*) FROM effective_outliers"));
    }

    public static async Task AssertStaysAsync(ResultStore results)
    {
        string[][] expected = [.. System.IO.File.ReadLines(RealData.Path("expected", "stays_capmetro_2015-03-07_100m_5min_gap15min.csv")).Skip(1).Select(line => line.Split(','))];
        string[][] found =
        [
            .. (await results.TextsAsync($"SELECT concat_ws(',', tracker, {Utc("started_at")}, {Utc("finished_at")}, latitude, longitude, points) FROM effective_stays"))
                .Select(line => line.Split(',')),
        ];
        Assert.Equal(1_029, expected.Length);
        Rowset.AssertEqual(expected.Select(Exact), found.Select(Exact));
        Dictionary<string, string[]> places = found.ToDictionary(Exact);
        foreach (string[] row in expected)
        {
            string[] place = places[Exact(row)];
            double away = Earth.DistanceMetres(Number(row[3]), Number(row[4]), Number(place[3]), Number(place[4]));
            Assert.True(away < 1, $"{string.Join(',', row)}: {away} m away");
        }
    }

    public static async Task AssertEventsAsync(ResultStore results)
    {
        string[] expected = [.. System.IO.File.ReadLines(RealData.Path("expected", "events_austin_capmetro_2015-03-07.csv")).Skip(1)];
        Assert.Equal(8_353, expected.Length);
        Rowset.AssertEqual(expected, await results.TextsAsync(
            $"SELECT concat_ws(',', tracker, {Utc("occurred_at")}, type, fence, initial::text) FROM effective_geofence_events"));
    }

    /// <summary>Who entered a fence last and did not leave it is inside.</summary>
    public static async Task AssertPresencesAsync(ResultStore results)
    {
        string[][] events = [.. System.IO.File.ReadLines(RealData.Path("expected", "events_austin_capmetro_2015-03-07.csv")).Skip(1).Select(line => line.Split(','))];
        string[] inside =
        [
            .. events.GroupBy(row => (Tracker: row[0], Fence: row[3]))
                .Where(visits => visits.Count(row => row[2] == "enter") > visits.Count(row => row[2] == "exit"))
                .Select(visits => $"{visits.Key.Tracker},{visits.Key.Fence},{visits.Where(row => row[2] == "enter").Max(row => row[1])}"),
        ];
        Assert.True(inside.Length > Trackers / 2, $"{inside.Length} visits last");
        Rowset.AssertEqual(inside, await results.TextsAsync($"""
            SELECT concat_ws(',', t.key, f.key, {Utc("p.entered_at")}, p.dwell_at)
            FROM fence_presences p JOIN trackers t ON t.id = p.tracker_id JOIN geofences f ON f.id = p.fence_id
            """));
    }

    public static async Task AssertStatusesAsync(ResultStore results)
    {
        IReadOnlyDictionary<string, List<Fix>> histories = CapMetro.Histories();
        Rowset.AssertEqual(
            histories.Select(bus => $"{bus.Key},inactive,{Utc(bus.Value[^1].RecordedAt + InactiveAfter)},{Utc(bus.Value[^1].RecordedAt)}"),
            await results.TextsAsync($"SELECT concat_ws(',', key, state, {Utc("since")}, {Utc("last_seen_at")}) FROM tracker_status JOIN trackers ON id = tracker_id"));
        Rowset.AssertEqual(
            histories.SelectMany(bus => new[] { $"{bus.Key},active,{Utc(bus.Value[0].RecordedAt)}", $"{bus.Key},inactive,{Utc(bus.Value[^1].RecordedAt + InactiveAfter)}" }),
            await results.TextsAsync($"SELECT concat_ws(',', tracker, state, {Utc("occurred_at")}) FROM effective_status_transitions"));
    }

    private static string Exact(string[] stay) => string.Join(',', stay[0], stay[1], stay[2], stay[5]);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Utc(string column) => $"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"+00:00\"')";

    private static string Utc(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", CultureInfo.InvariantCulture);
}
