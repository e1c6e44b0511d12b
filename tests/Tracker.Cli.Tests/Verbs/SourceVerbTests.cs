using System.CommandLine;
using Tracker.Cli.Output;
using Tracker.Cli.Running;
using Tracker.Cli.Sources;
using Tracker.Cli.Verbs;
using Tracker.Data.Ingest;
using Tracker.Data.Model;
using Tracker.Geo.Reports;
using TrackerFetcher.Trial;

namespace Tracker.Cli.Tests.Verbs;

/// <summary>The verbs <c>source</c> and <c>quarantine</c> without a cluster.</summary>
public sealed class SourceVerbTests : IDisposable
{
    private static readonly SourceRow Feed = new(
        new SourceDefinition(
            "buses",
            "gtfs-rt",
            "https://me:secret@example.org/feed.pb?key=secret",
            "{}",
            true,
            new SourceSchedule(TimeSpan.FromSeconds(30))),
        IsPaused: false, IsSlowed: false, Received: 10, Duplicates: 3, Quarantined: 1,
        DueAt: new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), FinishedAt: new DateTime(2025, 12, 31, 0, 0, 0, DateTimeKind.Utc),
        LastError: null);

    private readonly string _root = Directory.CreateTempSubdirectory("tracker-cli").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("source")]
    [InlineData("source", "add")]
    [InlineData("source", "add", "a", "--kind", "carrier-pigeon", "--location", "loft")]
    [InlineData("source", "remove")]
    [InlineData("quarantine")]
    [InlineData("quarantine", "list", "--reason", "boredom")]
    [InlineData("quarantine", "list", "--show", "many")]
    public async Task A_usage_error_exits_with_2(params string[] arguments)
    {
        Assert.Equal(2, await RunAsync(arguments));
        Assert.Contains("See: ./tracker", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--kind and --location are missing", "source", "add", "a")]
    [InlineData("--location is missing", "source", "add", "a", "--kind", "csv")]
    [InlineData("--every is '30'", "source", "add", "a", "--kind", "csv", "--location", "a.csv", "--every", "30")]
    [
        InlineData(
            "exclude each other", "source", "add", "a", "--kind", "csv", "--location", "a.csv", "--every", "30s", "--cron", "0 0 12 * * ?"),
    ]
    [InlineData("--options is not JSON", "source", "add", "a", "--kind", "csv", "--location", "a.csv", "--options", "{")]
    [InlineData("--options is no JSON object", "source", "test", "a", "--kind", "csv", "--location", "a.csv", "--options", "[]")]
    [InlineData("TrackerFetcher.dll is missing", "source", "test", "a", "--kind", "csv", "--location", "a.csv")]
    [InlineData("./tracker up", "source", "list")]
    [InlineData("./tracker up", "source", "pause", "a")]
    [InlineData("./tracker up", "quarantine", "list")]
    [InlineData("the whole quarantine", "quarantine", "purge")]
    [InlineData("--older-than is 'yesterday'", "quarantine", "purge", "--older-than", "yesterday")]
    public async Task A_failure_is_one_line_with_the_reason(string reason, params string[] arguments)
    {
        Assert.Equal(1, await RunAsync(arguments));
        Assert.Contains(reason, _error.ToString(), StringComparison.Ordinal);
        Assert.Single(_error.ToString().TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("csv", "day.csv", "{}", "HERE/day.csv", "{}")]
    [InlineData("findmy", "tags.json", """{"KeysFile":"keys.json","days":3}""", "HERE/tags.json", """{"KeysFile":"HERE/keys.json","days":3}""")]
    [InlineData("findmy", "https://example.org", """{"keysFile":"/etc/keys.json"}""", "https://example.org", """{"keysFile":"/etc/keys.json"}""")]
    [InlineData("http-json", "${TRACKER_KEY_URL}", "{}", "${TRACKER_KEY_URL}", "{}")]
    [InlineData("simulator", "live", "{}", "live", "{}")]
    public void A_path_is_relative_to_the_working_directory_of_the_command(
        string kind, string location, string options, string fullLocation, string fullOptions)
    {
        SourceDefinition full = AbsolutePaths.Of(new SourceDefinition("a", kind, location, options, true, new SourceSchedule()));
        Assert.Equal((Placed(fullLocation), Placed(fullOptions)), (full.Location, full.Options));

        static string Placed(string text) => text.Replace("HERE", Directory.GetCurrentDirectory(), StringComparison.Ordinal);
    }

    [Fact]
    public void Credentials_in_a_url_are_not_shown()
    {
        Terminal().Write(SourceText.Of([Feed]));
        _output.Write(SourceText.JsonOf([Feed]));

        Assert.Contains("https://example.org/feed.pb", _output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sources_state_is_told_in_words()
    {
        Assert.Equal("polling", SourceText.State(Feed));
        Assert.Equal("paused", SourceText.State(Feed with { IsPaused = true }));
        Assert.Equal("retrying after: gone", SourceText.State(Feed with { LastError = "gone" }));
        Assert.Equal("failed: gone", SourceText.State(Feed with { LastError = "gone", DueAt = null }));
        Assert.Equal("polling; slowed down by back-pressure", SourceText.State(Feed with { IsSlowed = true }));
        Assert.Equal(
            ["every 30s", "0 0 12 * * ?", "once"],
            new[] { Feed.Definition.Schedule, new(Cron: "0 0 12 * * ?"), new() }.Select(SourceText.Schedule));
    }

    [Fact]
    public void A_trial_shows_accepted_and_rejected_reports()
    {
        NewReport report = new()
        {
            TrackerKey = "bus 7",
            RecordedAt = Feed.DueAt!.Value,
            Latitude = 48.2,
            Longitude = 16.3,
            AccuracyMetres = 5,
        };
        TrialResult result = new(
            null, 3, true, 1, [report], [new QuarantinedReport(RejectionReason.NullIsland, "(0, 0)", "bus\n8")],
            new Dictionary<string, long> { ["NullIsland"] = 2 });
        TrialTable.Write(result, Terminal());

        Assert.Contains("3 reports: 1 of 1 trackers would be stored, 2 quarantined.", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("bus 7", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("bus 8", _output.ToString(), StringComparison.Ordinal);
    }

    private Terminal Terminal() => new(_output, _error, isInteractive: false);

    private Task<int> RunAsync(params string[] arguments)
    {
        Installation here = new(_root, Path.Combine(_root, "state"), "127.0.0");
        return CommandLine.RunAsync(
            arguments,
            Terminal(),
            terminal => new List<Command> { SourceVerb.Create(here, terminal), QuarantineVerb.Create(here, terminal) });
    }
}
