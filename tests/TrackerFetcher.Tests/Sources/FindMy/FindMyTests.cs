using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tracker.Geo.Reports;
using TrackerFetcher.Sources;
using TrackerFetcher.Tests.Sources.Http;
using static TrackerFetcher.Tests.Sources.FindMy.SealedReports;

namespace TrackerFetcher.Tests.Sources.FindMy;

public sealed class FindMyTests : IDisposable
{
    private static readonly DateTime Seen = new(2025, 12, 31, 8, 0, 0, DateTimeKind.Utc);
    private readonly Readers _readers = new();
    private readonly TempFile _keys = new(Keys, "keys.json");

    public void Dispose()
    {
        _keys.Dispose();
        _readers.Dispose();
    }

    [Fact]
    public async Task Sealed_reports_of_the_endpoint_are_opened_in_both_lengths()
    {
        string? asked = null;
        await using FeedServer server = await FeedServer.StartAsync(async context =>
        {
            using StreamReader body = new(context.Request.Body);
            asked = await body.ReadToEndAsync();
            await context.Response.WriteAsync(Results((FirstId, FirstPayload), (SecondId, SecondPayload)));
        });
        Reading reading = await _readers.Read(Kind.FindMy, server.Root, Options());

        Assert.Equal(
            [("wallet", Seen, 48.2082, 16.3738, 25.0), ("wallet", Seen.AddMinutes(1), -33.8688, -151.2093, 255.0)],
            reading.Reports.Select(report => (report.TrackerKey, report.RecordedAt, report.Latitude, report.Longitude, report.AccuracyMetres!.Value)));
        JsonElement question = JsonSerializer.Deserialize<JsonElement>(asked!);
        Assert.Equal([FirstId, SecondId], question.GetProperty("ids").EnumerateArray().Select(id => id.GetString()));
        Assert.Equal(7, question.GetProperty("days").GetInt32());
        Assert.Equal(["POST /"], server.Questions);
    }

    [Fact]
    public async Task A_report_of_another_tag_and_a_damaged_one_are_quarantined()
    {
        string damaged = (FirstPayload[..100] + (FirstPayload[100] == 'A' ? 'B' : 'A')) + FirstPayload[101..];
        Reading reading = await Read(Results(("stranger", FirstPayload), (FirstId, damaged), (FirstId, "AAAA"), (FirstId, "?"), (SecondId, FirstPayload)), Options());

        Assert.Empty(reading.Reports);
        Assert.Equal(
            [RejectionReason.MissingTracker, RejectionReason.Malformed, RejectionReason.Malformed, RejectionReason.Malformed, RejectionReason.Malformed],
            reading.Rejected.Select(rejected => rejected.Reason));
        Assert.Contains("Add the tag to the file of 'keysFile'", reading.Rejected[0].Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":"keys","timestamp":788860800,"latitude":48.2082,"longitude":16.3738,"accuracy":25,"confidence":2}""", 48.2082, 16.3738, 25.0)]
    [InlineData("""{"id":"keys","timestamp":788860800,"latitude":482082000,"longitude":-1512093000,"accuracy":25}""", 48.2082, -151.2093, 25.0)]
    [InlineData("""{"id":"keys","timestamp":788860800,"latitude":3956279296,"longitude":2782874296,"accuracy":25}""", -33.8688, -151.2093, 25.0)]
    [InlineData("""{"id":"keys","timestamp":788860800,"latitude":395.6279296,"longitude":278.2874296,"accuracy":-1}""", -33.8688, -151.2093, 255.0)]
    [InlineData("""{"id":"keys","timestamp":"2025-12-31T08:00:00Z","latitude":48,"longitude":16,"accuracy":0}""", 48, 16, null)]
    public async Task Decrypted_reports_count_from_2001_in_degrees_or_in_units_of_1e7_signed_or_not(string item, double latitude, double longitude, double? accuracy)
    {
        NewReport report = Assert.Single((await Read($"[{item}]")).Reports);

        Assert.Equal(("keys", Seen, accuracy), (report.TrackerKey, report.RecordedAt, report.AccuracyMetres));
        Assert.Equal(latitude, report.Latitude, 1e-9);
        Assert.Equal(longitude, report.Longitude, 1e-9);
    }

    [Fact]
    public async Task When_a_report_was_published_is_no_event_time()
    {
        Reading reading = await Read("""[{"id":"keys","datePublished":1767171600000,"latitude":48.2,"longitude":16.3}]""");
        Assert.Equal(RejectionReason.MissingTime, Assert.Single(reading.Rejected).Reason);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""[{"name":"wallet"}]""")]
    [InlineData("""[{"name":"wallet","privateKey":"AAAA"}]""")]
    [InlineData("""[{"name":"wallet","privateKey":"not base64"}]""")]
    public async Task A_file_of_keys_that_is_none_is_refused_and_not_quoted(string keys)
    {
        using TempFile file = new(keys, "keys.json");
        SourceException e = await Assert.ThrowsAsync<SourceException>(() => Read("[]", JsonSerializer.Serialize(new { keysFile = file.Path })));
        Assert.Contains("'keysFile'", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("AAAA", e.Message, StringComparison.Ordinal);
    }

    private string Options() => JsonSerializer.Serialize(new { keysFile = _keys.Path });

    private Task<Reading> Read(string text, string? options = null) => _readers.ReadText(Kind.FindMy, text, options);

    private static string Results(params (string Id, string Payload)[] results) => JsonSerializer.Serialize(new
    {
        statusCode = "200",
        results = results.Select(result => new { datePublished = 1767171700000, payload = result.Payload, id = result.Id, statusCode = 0 }),
    });
}
