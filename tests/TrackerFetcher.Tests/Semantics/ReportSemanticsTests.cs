using System.Globalization;
using Tracker.Geo.Reports;
using TrackerFetcher.Sources;
using TrackerFetcher.Sources.GtfsRealtime.Wire;
using TrackerFetcher.Tests.Sources;
using TrackerFetcher.Tests.Sources.GtfsRealtime;
using TrackerFetcher.Tests.Sources.Http;

namespace TrackerFetcher.Tests.Semantics;

/// <summary>What sources make of event times, accuracies, zones and duplicates (docs/domain.md).</summary>
public sealed class ReportSemanticsTests : IDisposable
{
    private readonly Readers _readers = new();

    public void Dispose() => _readers.Dispose();

    [Fact]
    public async Task Event_times_are_each_reports_own_and_not_the_documents()
    {
        Reading reading = await Json("""[{"id":"a","time":"2025-12-31T10:00:00Z","lat":48,"lon":16},{"id":"a","time":"2025-12-30T10:00:00Z","lat":48,"lon":16}]""");
        Assert.Equal([31, 30], reading.Reports.Select(report => report.RecordedAt.Day));
    }

    [Fact]
    public async Task Several_reports_of_one_tracker_in_one_second_are_all_kept_and_told_apart_by_what_they_say()
    {
        Reading reading = await Json("""[{"id":"a","time":1767171600,"lat":48,"lon":16},{"id":"a","time":1767171600,"lat":48.1,"lon":16},{"id":"a","time":1767171600,"lat":48,"lon":16}]""");
        Assert.Equal(3, reading.Reports.Count);
        Assert.Equal(2, reading.Reports.Select(report => new ReportKey(report.RecordedAt, report.Fingerprint())).Distinct().Count());
    }

    [Fact]
    public async Task A_window_of_time_is_asked_for_with_an_overlap_and_what_came_late_is_found()
    {
        List<string> reports = ["""{"id":"a","time":"2025-12-31T10:00:00Z","lat":48,"lon":16}"""];
        await using FeedServer server = await FeedServer.StartAsync(context =>
        {
            string from = context.Request.Query["from"].ToString();
            IEnumerable<string> asked = reports.Where(report => string.CompareOrdinal(report.Split('"')[7], from) >= 0);
            return Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, $"[{string.Join(',', asked)}]");
        });
        const string Options = """{"window":{"from":"from"}}""";
        Reading first = await _readers.Read(Kind.HttpJson, server.Url, Options);
        reports.Add("""{"id":"a","time":"2025-12-31T09:30:00Z","lat":48.1,"lon":16}""");
        Reading second = await _readers.Read(Kind.HttpJson, server.Url, Options, first.Position);

        Assert.Single(first.Reports);
        Assert.Contains(second.Reports, report => report.RecordedAt.Minute == 30);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("null")]
    [InlineData("-1")]
    [InlineData("\"NaN\"")]
    [InlineData("1e999")]
    [InlineData("1e-60")]
    [InlineData("1e300")]
    public async Task An_accuracy_of_0_null_less_or_no_number_is_unknown_and_never_perfect(string accuracy)
    {
        NewReport report = Assert.Single((await Json($$"""[{"id":"a","time":1767171600,"lat":48,"lon":16,"accuracy":{{accuracy}} }]""")).Reports);
        Assert.Null(report.AccuracyMetres);
    }

    [Theory]
    [InlineData("2026-01-01T00:01:00Z", null)]
    [InlineData("2026-01-01T00:01:01Z", RejectionReason.InFuture)]
    [InlineData("1999-12-31T23:59:59Z", RejectionReason.BeforeYear2000)]
    public async Task A_report_more_than_60_seconds_ahead_or_before_2000_is_quarantined_whole(string time, RejectionReason? reason)
    {
        Reading reading = await Json($$"""[{"id":"a","time":"{{time}}","lat":48,"lon":16}]""");
        Assert.Equal(reason, reading.Rejected.SingleOrDefault()?.Reason);
        Assert.Equal(reason is null, reading.Rejected.SingleOrDefault()?.Report is null);
    }

    [Fact]
    public async Task An_event_time_in_the_future_does_not_hide_the_reports_after_it()
    {
        await using FeedServer server = await FeedServer.SayingAsync("""[{"id":"a","time":"2026-01-01T00:00:50Z","lat":48,"lon":16}]""");
        const string Options = """{"window":{"from":"from","overlap":"00:00:00"}}""";
        Reading first = await _readers.Read(Kind.HttpJson, server.Url, Options);
        await _readers.Read(Kind.HttpJson, server.Url, Options, first.Position);

        Assert.EndsWith("from=2026-01-01T00%3A00%3A00Z", server.Questions[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_GTFS_vehicle_without_a_time_takes_the_headers_and_one_at_0_0_is_quarantined()
    {
        Reading reading = await Feed(Feeds.Vehicle("a", 30, -97, time: 0), Feeds.Vehicle("b", 0, 0));

        Assert.Equal(DateTime.UnixEpoch.AddSeconds(Feeds.Time), Assert.Single(reading.Reports).RecordedAt);
        Assert.Equal(RejectionReason.NullIsland, Assert.Single(reading.Rejected).Reason);
    }

    [Fact]
    public async Task A_GTFS_position_of_32_bits_has_the_decimals_that_it_names_and_so_one_fingerprint_each_time()
    {
        NewReport report = Assert.Single((await Feed(Feeds.Vehicle("a", 30.231535f, -97.73347f))).Reports);
        Assert.Equal("30.231535 -97.73347", string.Create(CultureInfo.InvariantCulture, $"{report.Latitude} {report.Longitude}"));
        Assert.NotEqual((double)30.231535f, report.Latitude);
    }

    [Theory]
    [InlineData("2025-03-30 01:30:00", "2025-03-30T00:30:00Z")]
    [InlineData("2025-03-30 03:30:00", "2025-03-30T01:30:00Z")]
    [InlineData("2025-10-26 01:30:00", "2025-10-25T23:30:00Z")]
    [InlineData("2025-10-26 03:30:00", "2025-10-26T02:30:00Z")]
    public async Task Times_are_stored_in_UTC_and_a_zones_short_and_long_days_are_kept(string local, string utc)
    {
        Reading reading = await Json($$"""[{"id":"a","time":"{{local}}","lat":48,"lon":16}]""", """{"timeZone":"Europe/Vienna"}""");
        Assert.Equal(DateTimeOffset.Parse(utc).UtcDateTime, Assert.Single(reading.Reports).RecordedAt);
    }

    private Task<Reading> Json(string text, string? options = null) => _readers.ReadText(Kind.HttpJson, text, options);

    private async Task<Reading> Feed(params FeedEntity[] vehicles)
    {
        using TempFile file = new(Feeds.Of(vehicles), "feed.pb");
        return await _readers.Read(Kind.GtfsRealtime, file.Path);
    }
}
