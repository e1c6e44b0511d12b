using Tracker.Geo.Reports;
using TrackerFetcher.Sources;
using TrackerFetcher.Sources.Simulator;

namespace TrackerFetcher.Tests.Sources.Simulator;

public sealed class SimulatorSourceReaderTests
{
    private const string Day = """{"reports":20000,"trackers":20,"start":"2025-01-01T00:00:00Z"}""";
    private readonly FixedTime _time = FixedTime.At("2026-01-01T00:00:00Z");

    [Fact]
    public async Task The_same_seed_gives_the_same_reports_and_another_seed_others()
    {
        Reading one = await Bulk(Day);
        Reading same = await Bulk(Day);
        Reading other = await Bulk("""{"reports":20000,"trackers":20,"start":"2025-01-01T00:00:00Z","seed":2}""");

        Assert.Equal(20_000, one.Received);
        Assert.Empty(one.Rejected);
        Assert.Equal(one.Reports, same.Reports);
        Assert.NotEqual(one.Reports, other.Reports);
        Assert.Equal(20, one.Reports.Select(r => r.TrackerKey).Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Reading_on_from_any_position_gives_what_one_read_gives(int seed)
    {
        Reading whole = await Bulk(Day);
        Reading resumed = await Reading.Resumed(() => new SimulatorSourceReader(_time), "simulator", seed, Day);
        Reading after = await Reading.Of(new SimulatorSourceReader(_time), "simulator", Day, whole.Position);

        Assert.Equal(whole.Reports, resumed.Reports);
        Assert.Equal(0, after.Received);
    }

    [Fact]
    public async Task A_live_fleet_gives_what_has_arrived_by_now_however_often_it_is_asked()
    {
        const string Options = """{"trackers":10,"start":"2025-12-31T22:00:00Z"}""";
        SimulatorSourceReader reader = new(_time);
        Reading atOnce = await Reading.Of(reader, "simulator", Options);

        List<NewReport> reports = [];
        string? position = null;
        Random random = new(7);
        for (_time.Now = DateTimeOffset.Parse("2025-12-31T22:00:00Z"); _time.Now < DateTimeOffset.Parse("2026-01-01T00:00:00Z");)
        {
            DateTimeOffset next = _time.Now + TimeSpan.FromSeconds(random.Next(1, 90));
            _time.Now = next < DateTimeOffset.Parse("2026-01-01T00:00:00Z") ? next : DateTimeOffset.Parse("2026-01-01T00:00:00Z");
            Reading step = await Reading.Of(reader, "simulator", Options, position);
            Assert.All(step.Reports, r => Assert.True(r.RecordedAt <= _time.Now.UtcDateTime));
            position = step.Position;
            reports.AddRange(step.Reports);
        }

        Assert.Equal(atOnce.Reports, reports);
        Assert.InRange(reports.Count, 6_000, 7_300);
    }

    [Fact]
    public async Task A_fleet_has_duplicates_late_reports_and_gaps()
    {
        IReadOnlyList<NewReport> reports = (await Bulk(Day)).Reports;

        int duplicates = reports.Count - reports.Distinct().Count();
        int late = reports.GroupBy(r => r.TrackerKey)
            .Sum(tracker => tracker.Zip(tracker.Skip(1)).Count(pair => pair.Second.RecordedAt < pair.First.RecordedAt));
        int gaps = InOrder(reports).Count(pair => pair.Second.RecordedAt - pair.First.RecordedAt > TimeSpan.FromMinutes(15));
        Assert.InRange(duplicates, 50, 200);
        Assert.InRange(late, 200, 1_000);
        Assert.InRange(gaps, 1, 40);
    }

    [Fact]
    public async Task A_fleet_moves_no_faster_than_a_car_in_town()
    {
        IReadOnlyList<NewReport> reports = (await Bulk(Day)).Reports;

        Assert.All(reports, r => Assert.InRange(r.SpeedMetresPerSecond!.Value, 0, 15.1));
        Assert.Contains(reports, r => r.SpeedMetresPerSecond > 9);

        // Between two fixes: 15 m/s and the error of both (a normal error is below four deviations practically always).
        Assert.All(InOrder(reports), pair => Assert.True(
            Metres(pair.First, pair.Second)
                <= (15.1 * (pair.Second.RecordedAt - pair.First.RecordedAt).TotalSeconds) + (4 * (pair.First.AccuracyMetres + pair.Second.AccuracyMetres)),
            $"{pair.First} {pair.Second}"));
    }

    [Fact]
    public void Every_tracker_pauses_at_a_place_of_the_town_for_a_quarter_of_an_hour_in_each_cycle()
    {
        Fleet fleet = new(new SimulatorOptions { Trackers = 50 });
        DateTime start = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (int tracker = 0; tracker < 50; tracker++)
        {
            List<Motion> minutes = [.. Enumerable.Range(0, 144).Select(m => fleet.MotionOf(tracker, start.AddMinutes(m)))];
            Assert.True(minutes.Count(m => m.SpeedMetresPerSecond == 0) >= 15 * 4);
            Assert.All(minutes.Where(m => m.SpeedMetresPerSecond == 0), m => Assert.Contains(
                Town.Places, p => Math.Abs(Math.Sqrt(Math.Pow(p.East - m.Spot.East, 2) + Math.Pow(p.North - m.Spot.North, 2)) - 40) < 0.001));
        }
    }

    [Theory]
    [InlineData("""{"start":"2030-01-01T00:00:00Z"}""", "'start'")]
    [InlineData("""{"start":"0001-01-01T00:00:00Z"}""", "'start'")]
    [InlineData("""{"reports":10000000000,"interval":"1.00:00:00","trackers":1}""", "years for its 10000000000 reports")]
    [InlineData("""{"latitude":91}""", "'latitude'")]
    [InlineData("""{"interval":"soon"}""", "interval")]
    public async Task An_impossible_fleet_is_refused(string options, string message)
    {
        SourceException e = await Assert.ThrowsAsync<SourceException>(() => Bulk(options));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bulk_run_without_a_start_ends_before_now()
    {
        Reading reading = await Bulk("""{"reports":5000,"reportsPerSecond":50}""");

        Assert.Empty(reading.Rejected);
        Assert.Equal(5_000, reading.Reports.Count);
    }

    private Task<Reading> Bulk(string options) => Reading.Of(new SimulatorSourceReader(_time), "simulator", options);

    private static IEnumerable<(NewReport First, NewReport Second)> InOrder(IReadOnlyList<NewReport> reports) =>
        reports.GroupBy(r => r.TrackerKey).SelectMany(tracker =>
        {
            List<NewReport> ordered = [.. tracker.OrderBy(r => r.RecordedAt)];
            return ordered.Zip(ordered.Skip(1));
        });

    private static double Metres(NewReport a, NewReport b)
    {
        double north = (a.Latitude - b.Latitude) * 111_195;
        double east = (a.Longitude - b.Longitude) * 111_195 * Math.Cos(a.Latitude * Math.PI / 180);
        return Math.Sqrt((north * north) + (east * east));
    }
}
