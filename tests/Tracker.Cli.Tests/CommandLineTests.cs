using System.CommandLine;
using Tracker.Cli.Output;
using Tracker.Cli.Running;
using Tracker.Cli.Verbs;

namespace Tracker.Cli.Tests;

/// <summary>Runs the command line in a temporary checkout without a cluster.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("tracker-cli").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData]
    [InlineData("nonsense")]
    [InlineData("up", "--bogus")]
    [InlineData("up", "--docker")]
    [InlineData("down", "--docker")]
    [InlineData("prepare", "--bogus")]
    [InlineData("up", "--input")]
    [InlineData("import")]
    [InlineData("export")]
    [InlineData("export", "everything")]
    [InlineData("recompute")]
    [InlineData("recompute", "--consumer", "nobody")]
    [InlineData("recompute", "--consumer", "location-aggregator", "--from", "yesterday")]
    [InlineData("retention", "run")]
    [InlineData("erase")]
    [InlineData("erase", "bus 7", "--list")]
    [InlineData("erase", "bus 7", "bus 8")]
    [InlineData("erase", " ")]
    [InlineData("fence")]
    [InlineData("fence", "import")]
    [InlineData("fence", "show")]
    [InlineData("model", "set", "Apple")]
    [InlineData("delivery", "set", "Depot", "48", "east", "100")]
    [InlineData("cluster")]
    [InlineData("cluster", "kill")]
    [InlineData("drill")]
    [InlineData("drill", "sessions", "--operations", "none")]
    [InlineData("drill", "sessions", "--sessions", "0")]
    [InlineData("drill", "failover", "--fault", "flood")]
    [InlineData("drill", "fallbacks", "--seconds", "0")]
    [InlineData("lag", "node2")]
    [InlineData("supervise")]
    public async Task A_usage_error_exits_with_2_and_points_to_the_help(params string[] arguments)
    {
        Assert.Equal(2, await RunAsync(arguments));
        Assert.Contains("See: ./tracker", _error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Theory]
    [InlineData("recompute", "--consumer", "location-aggregator", "--from", "2026-03-01T00:00:00")]
    [InlineData("recompute", "--consumer", "tracker-status", "--from", "2026-03-01")]
    [InlineData("fence", "delete", "depot", "--at", "2026-03-01T00:00:00")]
    [InlineData("fence", "delete", "depot", "--at", "2026-03-01 00:00")]
    public async Task A_timestamp_without_a_utc_offset_is_rejected(params string[] arguments)
    {
        Assert.Equal(2, await RunAsync(arguments));
        Assert.Contains($"'{arguments[^1]}' is not a timestamp with a UTC offset", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("recompute", "--consumer", "location-aggregator", "--from", "2026-03-01T00:00Z")]
    [InlineData("recompute", "--consumer", "location-aggregator", "--from", "2026-03-01T00:00:00+02:00")]
    [InlineData("fence", "delete", "depot", "--at", "2026-03-01T00:00:00-05:00")]
    public async Task A_timestamp_with_a_utc_offset_is_accepted(params string[] arguments)
    {
        Assert.Equal(1, await RunAsync(arguments));
        AssertFailure("./tracker up");
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("up", "--help")]
    [InlineData("import", "--help")]
    [InlineData("cluster", "--help")]
    [InlineData("lag", "--help")]
    [InlineData("erase", "--help")]
    [InlineData("--version")]
    public async Task Help_and_version_exit_with_0(params string[] arguments)
    {
        Assert.Equal(0, await RunAsync(arguments));
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public async Task Help_lists_every_verb_except_hidden_ones()
    {
        await RunAsync("--help");
        string help = _output.ToString();
        Assert.All(
            [
                "up",
                "down",
                "status",
                "verify",
                "import",
                "source",
                "quarantine",
                "export",
                "fence",
                "recompute",
                "erase",
                "model",
                "delivery",
                "migrate",
                "prepare",
                "cluster",
                "pools",
                "routes",
                "lag",
                "drill",
            ],
            verb => Assert.Contains($"  {verb} ", help, StringComparison.Ordinal));
        Assert.DoesNotContain("supervise", help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("up", "missing.csv", "does not exist")]
    [InlineData("import", "missing.csv", "does not exist")]
    [InlineData("prepare", "missing.csv", "does not exist")]
    [InlineData("up", "notes.txt", "kind is not known")]
    [InlineData("import", "notes.txt", ".csv, .gpx, .pb")]
    [InlineData("up", "", "is a folder")]
    public async Task An_unreadable_input_is_rejected_before_anything_is_started(string verb, string file, string reason)
    {
        await File.WriteAllTextAsync(Path.Combine(_root, "notes.txt"), "notes");
        string path = Path.Combine(_root, file);

        Assert.Equal(1, verb is "up" or "prepare" ? await RunAsync(verb, "--input", path) : await RunAsync(verb, path));
        AssertFailure(reason);
    }

    [Theory]
    [InlineData("{", "no JSON")]
    [InlineData("{\"type\": \"Point\"}", "FeatureCollection")]
    [InlineData("{\"type\": \"Feature\", \"id\": \"a\", \"geometry\": {\"type\": \"Point\", \"coordinates\": [1, 2]}}", "radius_m")]
    public async Task Invalid_fences_are_rejected_before_anything_is_started(string content, string reason)
    {
        string fences = Path.Combine(_root, "fences.geojson");
        await File.WriteAllTextAsync(fences, content);
        string input = Path.Combine(_root, "reports.csv");
        await File.WriteAllTextAsync(input, "tracker,time,latitude,longitude");

        Assert.Equal(1, await RunAsync("up", "--input", input, "--fences", fences));
        AssertFailure(reason);
    }

    [Theory]
    [InlineData("--tracker", "bus")]
    [InlineData("--from", "2026-03-01T00:00Z")]
    public async Task The_geofence_processor_rejects_a_partial_recomputation(params string[] options)
    {
        Assert.Equal(1, await RunAsync(["recompute", "--consumer", "geofence-processor", .. options]));
        AssertFailure("leave out --tracker and --from");
    }

    [Theory]
    [InlineData("permanently erase all data of 'bus 7'", "erase", "bus 7")]
    [InlineData("--wait is 'long'", "erase", "bus 7", "--yes", "--wait", "long")]
    [InlineData("./tracker up", "erase", "bus 7", "--yes")]
    [InlineData("./tracker up", "erase", "--list")]
    public async Task Nothing_is_erased_without_confirmation_or_a_database(string reason, params string[] arguments)
    {
        Assert.Equal(1, await RunAsync(arguments));
        AssertFailure(reason);
    }

    [Theory]
    [InlineData("cluster", "status")]
    [InlineData("cluster", "kill", "node1")]
    [InlineData("cluster", "switchover")]
    public async Task A_missing_cluster_is_reported_with_the_command_that_starts_it(params string[] arguments)
    {
        Assert.Equal(1, await RunAsync(arguments));
        AssertFailure("./tracker up");
    }

    [Theory]
    [InlineData("down")]
    [InlineData("down", "--wipe")]
    [InlineData("cluster", "stop")]
    public async Task Stopping_a_stopped_cluster_exits_with_0(params string[] arguments)
    {
        Assert.Equal(0, await RunAsync(arguments));
    }

    private void AssertFailure(string reason)
    {
        string error = _error.ToString();
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.Empty(_output.ToString());
        Assert.False(Directory.Exists(Path.Combine(_root, "state")));
    }

    private Task<int> RunAsync(params string[] arguments)
    {
        Installation here = new(_root, Path.Combine(_root, "state"), "127.0.0");
        return CommandLine.RunAsync(arguments, new Terminal(_output, _error, isInteractive: false), terminal => Verbs(here, terminal));
    }

    private static IReadOnlyList<Command> Verbs(Installation here, Terminal terminal) =>
    [
        UpVerb.Create(here, terminal), DownVerb.Create(here, terminal), StatusVerb.Create(here, terminal),
        VerifyVerb.Create(here, terminal),
        ImportVerb.Create(here, terminal), SourceVerb.Create(here, terminal), QuarantineVerb.Create(here, terminal),
        ExportVerb.Create(here, terminal), MigrateVerb.Create(here, terminal), PrepareVerb.Create(here, terminal),
        ClusterVerb.Create(here, terminal),
        PoolsVerb.Create(here, terminal), RoutesVerb.Create(here, terminal), LagVerb.Create(here, terminal), DrillVerb.Create(terminal),
        FenceVerb.Create(here, terminal), RecomputeVerb.Create(here, terminal), ModelVerb.Create(here, terminal),
        DeliveryVerb.Create(here, terminal), EraseVerb.Create(here, terminal), SuperviseVerb.Create(),
    ];
}
