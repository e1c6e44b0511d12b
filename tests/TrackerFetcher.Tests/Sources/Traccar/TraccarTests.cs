using Tracker.Data.Model;
using Tracker.Geo.Reports;
using TrackerFetcher.Sources;
using TrackerFetcher.Tests.Sources.Http;

namespace TrackerFetcher.Tests.Sources.Traccar;

public sealed class TraccarTests : IDisposable
{
    private const string Position = """
        {"id":1,"deviceId":134,"protocol":"teltonika","serverTime":"2025-12-31T10:00:05.000+00:00","deviceTime":"2025-12-31T10:00:00.000+00:00",
         "fixTime":"2025-12-31T10:00:00.000+00:00","outdated":false,"valid":true,"latitude":-6.1769233,"longitude":106.99672,"altitude":21.0,
         "speed":10,"course":117.0,"address":null,"accuracy":0.0,"network":null,"geofenceIds":null,"attributes":{"batteryLevel":80,"motion":true}}
        """;

    private readonly Readers _readers = new();

    public void Dispose() => _readers.Dispose();

    [Fact]
    public async Task A_position_gives_what_it_has_in_our_units_and_its_accuracy_of_0_is_unknown()
    {
        await using FeedServer server = await FeedServer.SayingAsync($"[{Position}]");
        NewReport report = Assert.Single((await _readers.Read(Kind.Traccar, $"{server.Root}/api/positions")).Reports);

        Assert.Equal(("134", new DateTime(2025, 12, 31, 10, 0, 0, DateTimeKind.Utc)), (report.TrackerKey, report.RecordedAt));
        Assert.Equal((-6.1769233, 106.99672, 21.0, 117.0, 80.0), (report.Latitude, report.Longitude, report.AltitudeMetres, report.HeadingDegrees, report.BatteryPercent));
        Assert.Equal(10 * 1852 / 3600.0, report.SpeedMetresPerSecond!.Value, 1e-9);
        Assert.Null(report.AccuracyMetres);
        Assert.Equal(["GET /api/positions"], server.Questions);
    }

    [Fact]
    public async Task Times_may_be_Unix_milliseconds_and_an_outdated_position_is_no_new_fix()
    {
        string milliseconds = Position.Replace("\"2025-12-31T10:00:00.000+00:00\"", "1767175200000", StringComparison.Ordinal);
        string outdated = Position.Replace("\"outdated\":false", "\"outdated\":true", StringComparison.Ordinal);
        Reading reading = await _readers.ReadText(Kind.Traccar, $"[{milliseconds},{outdated}]", """{"keyPrefix":"traccar-"}""");

        NewReport report = Assert.Single(reading.Reports);
        Assert.Equal(("traccar-134", new DateTime(2025, 12, 31, 10, 0, 0, DateTimeKind.Utc)), (report.TrackerKey, report.RecordedAt));
        Assert.Empty(reading.Rejected);
    }

    [Fact]
    public async Task A_position_that_the_server_itself_calls_not_valid_is_quarantined_and_not_judged_again()
    {
        string invalid = Position.Replace("\"valid\":true", "\"valid\":false", StringComparison.Ordinal);
        string silent = Position.Replace("\"valid\":true,", string.Empty, StringComparison.Ordinal);
        Reading reading = await _readers.ReadText(Kind.Traccar, $"[{invalid},{silent}]", """{"keyPrefix":"traccar-"}""");

        Assert.Single(reading.Reports);
        QuarantinedReport rejected = Assert.Single(reading.Rejected);
        Assert.Equal((RejectionReason.NoFix, "traccar-134", null), (rejected.Reason, rejected.TrackerKey, rejected.Report));
    }

    [Fact]
    public async Task A_devices_track_is_asked_for_by_windows_that_overlap_as_a_window_is_no_cursor()
    {
        await using FeedServer server = await FeedServer.SayingAsync($"[{Position}]");
        string location = $"{server.Root}/api/positions?deviceId=134";
        Reading first = await _readers.Read(Kind.Traccar, location);
        Reading second = await _readers.Read(Kind.Traccar, location, position: first.Position);

        Assert.Equal(
            [
                "GET /api/positions?deviceId=134&from=2025-12-25T00%3A00%3A00Z&to=2026-01-01T00%3A00%3A00Z",
                "GET /api/positions?deviceId=134&from=2025-12-31T09%3A00%3A00Z&to=2026-01-01T00%3A00%3A00Z",
            ],
            server.Questions);
        Assert.Equal((1, 0), (first.Received, second.Received));
    }

    [Fact]
    public async Task A_bad_position_costs_only_itself()
    {
        string[] bad =
        [
            Position.Replace("-6.1769233", "0", StringComparison.Ordinal).Replace("106.99672", "0", StringComparison.Ordinal),
            Position.Replace("-6.1769233", "\"south\"", StringComparison.Ordinal),
            Position.Replace("-6.1769233", "1e999", StringComparison.Ordinal),
            Position.Replace("\"fixTime\"", "\"otherTime\"", StringComparison.Ordinal),
            Position.Replace("\"deviceId\"", "\"otherId\"", StringComparison.Ordinal),
            Position.Replace("2025-12-31T10:00:00.000", "2027-12-31T10:00:00.000", StringComparison.Ordinal),
            "7",
        ];
        Reading reading = await _readers.ReadText(Kind.Traccar, $"[{string.Join(',', bad)},{Position}]");

        Assert.Single(reading.Reports);
        Assert.Equal(
            [
                RejectionReason.NullIsland, RejectionReason.Malformed, RejectionReason.ImpossibleCoordinates, RejectionReason.MissingTime,
                RejectionReason.MissingTracker, RejectionReason.InFuture, RejectionReason.Malformed,
            ],
            reading.Rejected.Select(rejected => rejected.Reason));
    }

    [Theory]
    [InlineData("<html>Please log in</html>", "is not whole JSON")]
    [InlineData("[{\"id\":1}", "is not whole JSON")]
    [InlineData("\"no list\"", "holds no list of reports")]
    [InlineData("", "is empty")]
    public async Task What_is_no_list_of_positions_is_refused_whole(string text, string message)
    {
        SourceException e = await Assert.ThrowsAsync<SourceException>(() => _readers.ReadText(Kind.Traccar, text));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }
}
