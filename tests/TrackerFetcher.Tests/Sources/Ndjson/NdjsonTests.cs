using Tracker.Geo.Reports;
using TrackerFetcher.Sources;
using TrackerFetcher.Tests.Sources.Http;

namespace TrackerFetcher.Tests.Sources.Ndjson;

public sealed class NdjsonTests : IDisposable
{
    private const string Line = """{"Vehicle ID":"bus 7","timestamp":"2025-12-31T10:00:00+01:00","lat":48.2,"lng":"16.3","acc":-5,"speed_kmh":36}""";

    private readonly Readers _readers = new();

    public void Dispose() => _readers.Dispose();

    [Fact]
    public async Task A_line_is_read_by_usual_names_and_its_negative_accuracy_is_unknown()
    {
        NewReport report = Assert.Single((await Read("\uFEFF" + Line + "\r\n\n")).Reports);

        Assert.Equal(("bus 7", new DateTime(2025, 12, 31, 9, 0, 0, DateTimeKind.Utc)), (report.TrackerKey, report.RecordedAt));
        Assert.Equal((48.2, 16.3, 10.0, null), (report.Latitude, report.Longitude, report.SpeedMetresPerSecond, report.AccuracyMetres));
    }

    [Fact]
    public async Task Places_in_an_object_can_be_mapped()
    {
        const string Options = """{"fields":{"tracker":"device.name","latitude":"geometry.coordinates.1","longitude":"geometry.coordinates.0","speed":"v"},"speedUnit":"knots","timeZone":"Europe/Vienna"}""";
        NewReport report = Assert.Single((await Read(
            """{"device":{"name":"a"},"time":"2025-12-31 10:00:00","geometry":{"coordinates":[16.3,48.2]},"v":10}""", Options)).Reports);

        Assert.Equal(("a", 48.2, 16.3, new DateTime(2025, 12, 31, 9, 0, 0, DateTimeKind.Utc)), (report.TrackerKey, report.Latitude, report.Longitude, report.RecordedAt));
        Assert.Equal(5.1444, report.SpeedMetresPerSecond!.Value, 1e-4);
    }

    [Fact]
    public async Task A_bad_line_costs_only_itself()
    {
        string tooLong = $$"""{"note":"{{new string('x', 70_000)}}"}""";
        Reading reading = await Read(string.Join('\n', Line, "{torn", tooLong, """{"id":"\ud800","time":1,"lat":1,"lon":1}""", "[1]", Line));

        Assert.Equal(2, reading.Reports.Count);
        Assert.All(reading.Rejected, rejected => Assert.Equal(RejectionReason.Malformed, rejected.Reason));
        Assert.Equal(4, reading.Rejected.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Reading_on_from_any_position_gives_what_one_read_gives(int seed)
    {
        string text = string.Concat(Enumerable.Range(0, 3_000).Select(i => Line.Replace("bus 7", $"bus {i}", StringComparison.Ordinal) + "\n"));
        using TempFile file = new(text, "reports.ndjson");
        Reading whole = await _readers.Read(Kind.Ndjson, file.Path);
        Reading resumed = await Reading.Resumed(() => _readers[Kind.Ndjson], file.Path, seed);

        Assert.Equal(3_000, whole.Reports.Count);
        Assert.Equal(whole.Reports, resumed.Reports);
        Assert.Equal(0, (await _readers.Read(Kind.Ndjson, file.Path, position: whole.Position)).Received);
    }

    [Fact]
    public async Task A_server_may_give_lines_too()
    {
        await using FeedServer server = await FeedServer.SayingAsync($"{Line}\n{Line}\n");
        Assert.Equal(2, (await _readers.Read(Kind.Ndjson, server.Url)).Reports.Count);
    }

    [Fact]
    public async Task A_file_of_another_kind_is_refused()
    {
        SourceException e = await Assert.ThrowsAsync<SourceException>(() => Read("id,time\n"));
        Assert.Contains("is not NDJSON", e.Message, StringComparison.Ordinal);
    }

    private Task<Reading> Read(string text, string? options = null) => _readers.ReadText(Kind.Ndjson, text, options, "reports.ndjson");

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task An_item_of_the_longest_length_is_read_whatever_ends_its_line(int more, int reports)
    {
        const int Longest = 256;
        string item = """{"id":"7","time":1425744214,"lat":48.1,"lon":16.3,"note":"PAD"}""";
        item = item.Replace("PAD", new string('x', Longest + more - item.Length + 3), StringComparison.Ordinal);
        Reading reading = await _readers.ReadText(Kind.Ndjson, $"{item}\r\n{item}\n", $$"""{"longestItem":{{Longest}}}""", "x.ndjson");

        Assert.Equal(2 * reports, reading.Reports.Count);
        Assert.Equal(2 - (2 * reports), reading.Rejected.Count);
    }
}
