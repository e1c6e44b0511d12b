using Tracker.Geo.Reports;
using TrackerFetcher.Sources;
using TrackerFetcher.Tests.Sources.Http;

namespace TrackerFetcher.Tests.Sources.HttpJson;

public sealed class HttpJsonTests : IDisposable
{
    private const string Answer = """{"meta":{"list":[1]},"data":{"vehicles":[{"name":"a","at":1767171600,"where":{"y":48.2,"x":16.3}},{"name":"b","at":1767171601,"where":{"y":0,"x":0}}]}}""";
    private const string Mapping = "\"items\":\"data.vehicles\",\"fields\":{\"tracker\":\"name\",\"time\":\"at\",\"latitude\":\"where.y\",\"longitude\":\"where.x\"}";

    private readonly Readers _readers = new();

    public void Dispose() => _readers.Dispose();

    [Fact]
    public async Task Any_services_JSON_is_read_by_a_mapping()
    {
        await using FeedServer server = await FeedServer.SayingAsync(Answer);
        Reading reading = await _readers.Read(Kind.HttpJson, server.Url, "{" + Mapping + "}");

        NewReport report = Assert.Single(reading.Reports);
        Assert.Equal(("a", 48.2, 16.3), (report.TrackerKey, report.Latitude, report.Longitude));
        Assert.Equal(RejectionReason.NullIsland, Assert.Single(reading.Rejected).Reason);
    }

    [Fact]
    public async Task A_service_that_has_a_time_window_is_asked_with_an_overlap()
    {
        await using FeedServer server = await FeedServer.SayingAsync(Answer);
        string options = $$$"""{{{{Mapping}}},"window":{"from":"since","format":"unix","overlap":"00:10:00","history":"1.00:00:00"}}""";
        Reading first = await _readers.Read(Kind.HttpJson, server.Url, options);
        await _readers.Read(Kind.HttpJson, server.Url, options, first.Position);

        Assert.Equal(["GET /feed.pb?since=1767139200", "GET /feed.pb?since=1767171000"], server.Questions);
    }

    [Fact]
    public async Task A_list_that_is_not_there_is_named()
    {
        SourceException e = await Assert.ThrowsAsync<SourceException>(() => _readers.ReadText(Kind.HttpJson, Answer, """{"items":"data.trains"}"""));
        Assert.Contains("at 'data.trains'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_of_ever_so_many_items_is_read_in_batches()
    {
        string text = $"[{string.Join(',', Enumerable.Repeat("{}", 100_000))}]";
        using TempFile file = new(text, "feed.json");
        long received = 0;
        await foreach (SourceBatch batch in _readers[Kind.HttpJson].ReadAsync(new SourceRequest(file.Path), CancellationToken.None))
        {
            Assert.InRange(batch.Received, 0, 10_000);
            received += batch.Received;
        }

        Assert.Equal(100_000, received);
    }

    [Fact]
    public async Task Reading_on_from_any_position_gives_what_one_read_gives()
    {
        string text = $"[{string.Join(',', Enumerable.Range(0, 3_000).Select(i => $$"""{"id":"{{i}}","time":1767171600,"lat":48,"lon":16}"""))}]";
        using TempFile file = new(text, "feed.json");
        Reading whole = await _readers.Read(Kind.HttpJson, file.Path);
        Reading resumed = await Reading.Resumed(() => _readers[Kind.HttpJson], file.Path, seed: 4);

        Assert.Equal(3_000, whole.Reports.Count);
        Assert.Equal(whole.Reports, resumed.Reports);
    }
}
