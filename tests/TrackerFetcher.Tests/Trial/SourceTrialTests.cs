using System.Text.Json;
using Tracker.Data.Ingest;
using Tracker.Geo.Reports;
using TrackerFetcher.Tests.Sources;
using TrackerFetcher.Tests.Sources.Http;
using TrackerFetcher.Trial;

namespace TrackerFetcher.Tests.Trial;

public sealed class SourceTrialTests
{
    [Fact]
    public async Task A_trial_reads_the_source_once_and_returns_what_would_be_stored()
    {
        await using FeedServer server = await FeedServer.SayingAsync(
            """[{"id":"a","time":"2025-12-31T10:00:00Z","lat":48,"lon":16},{"id":"b","time":"2025-12-31T10:00:00Z","lat":0,"lon":0}]""");
        TrialResult result = await TryAsync(new SourceDefinition("feed", "http-json", server.Url, "{}", true, new SourceSchedule()), limit: 100);

        Assert.Equal((null, 2, true, 1), (result.Error, result.Received, result.IsWhole, result.Trackers));
        Assert.Equal("a", Assert.Single(result.Reports).TrackerKey);
        Assert.Equal(RejectionReason.NullIsland, Assert.Single(result.Rejected).Reason);
        Assert.Equal(1, result.Reasons[nameof(RejectionReason.NullIsland)]);
        Assert.Single(server.Questions);
    }

    [Fact]
    public async Task A_check_of_the_definition_sends_no_request()
    {
        await using FeedServer server = await FeedServer.SayingAsync("[]");
        Assert.Null((await TryAsync(new SourceDefinition("feed", "http-json", server.Url, "{}", true, new SourceSchedule()), limit: 0)).Error);
        Assert.Empty(server.Questions);
    }

    [Theory]
    [InlineData("carrier-pigeon", "{}", null, "is not known")]
    [InlineData("csv", "{}", "whenever", "can't be understood")]
    [InlineData("csv", "{", null, "not JSON")]
    [InlineData("csv", """{"colour":"red"}""", null, "colour")]
    [InlineData("traccar", """{"timeout":"00:00:00"}""", null, "'timeout'")]
    public async Task An_invalid_definition_is_refused_with_the_reason(string kind, string options, string? cron, string message)
    {
        TrialResult result = await TryAsync(new SourceDefinition("bad", kind, "x.csv", options, true, new SourceSchedule(Cron: cron)), limit: 0);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    private static async Task<TrialResult> TryAsync(SourceDefinition source, int limit)
    {
        using StringReader input = new(JsonSerializer.Serialize(source));
        await using StringWriter output = new();
        Assert.Equal(0, await TrialProgram.RunAsync([TrialProgram.Argument, $"{limit}"], input, output, CancellationToken.None));
        return JsonSerializer.Deserialize<TrialResult>(output.ToString())!;
    }
}
