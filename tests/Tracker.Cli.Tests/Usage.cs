using System.CommandLine;
using Tracker.Cli.Output;
using Tracker.Cli.Running;
using Tracker.Cli.Verbs;

namespace Tracker.Cli.Tests;

/// <summary>The command line on a checkout of its own, without a cluster.</summary>
public sealed class Usage : IDisposable
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
    public async Task Wrong_usage_is_2_and_says_where_to_look(params string[] arguments)
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
    public async Task A_time_without_its_offset_is_refused_as_it_would_depend_on_the_machine(params string[] arguments)
    {
        Assert.Equal(2, await RunAsync(arguments));
        Assert.Contains($"'{arguments[^1]}' is no time with its offset", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("recompute", "--consumer", "location-aggregator", "--from", "2026-03-01T00:00Z")]
    [InlineData("recompute", "--consumer", "location-aggregator", "--from", "2026-03-01T00:00:00+02:00")]
    [InlineData("fence", "delete", "depot", "--at", "2026-03-01T00:00:00-05:00")]
    public async Task A_time_with_its_offset_is_taken(params string[] arguments)
    {
        Assert.Equal(1, await RunAsync(arguments));
        Refused("./tracker up");
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("up", "--help")]
    [InlineData("import", "--help")]
    [InlineData("cluster", "--help")]
    [InlineData("lag", "--help")]
    [InlineData("erase", "--help")]
    [InlineData("--version")]
    public async Task Help_and_version_are_no_failure(params string[] arguments)
    {
        Assert.Equal(0, await RunAsync(arguments));
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public async Task Help_tells_of_every_verb_but_the_hidden_one()
    {
        await RunAsync("--help");
        string help = _output.ToString();
        Assert.All(["up", "down", "status", "verify", "import", "source", "quarantine", "export", "fence", "recompute", "erase", "model", "delivery", "migrate", "prepare", "cluster", "pools", "routes", "lag", "drill"], verb => Assert.Contains($"  {verb} ", help, StringComparison.Ordinal));
        Assert.DoesNotContain("supervise", help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("up", "missing.csv", "does not exist")]
    [InlineData("import", "missing.csv", "does not exist")]
    [InlineData("prepare", "missing.csv", "does not exist")]
    [InlineData("up", "notes.txt", "kind is not known")]
    [InlineData("import", "notes.txt", ".csv, .gpx, .pb")]
    [InlineData("up", "", "is a folder")]
    public async Task An_input_that_can_not_be_read_is_refused_before_anything_is_started(string verb, string file, string reason)
    {
        await File.WriteAllTextAsync(Path.Combine(_root, "notes.txt"), "notes");
        string path = Path.Combine(_root, file);

        Assert.Equal(1, verb is "up" or "prepare" ? await RunAsync(verb, "--input", path) : await RunAsync(verb, path));
        Refused(reason);
    }

    [Theory]
    [InlineData("{", "no JSON")]
    [InlineData("{\"type\": \"Point\"}", "FeatureCollection")]
    [InlineData("{\"type\": \"Feature\", \"id\": \"a\", \"geometry\": {\"type\": \"Point\", \"coordinates\": [1, 2]}}", "radius_m")]
    public async Task Fences_that_can_not_be_used_are_refused_before_anything_is_started(string content, string reason)
    {
        string fences = Path.Combine(_root, "fences.geojson");
        await File.WriteAllTextAsync(fences, content);
        string input = Path.Combine(_root, "reports.csv");
        await File.WriteAllTextAsync(input, "tracker,time,latitude,longitude");

        Assert.Equal(1, await RunAsync("up", "--input", input, "--fences", fences));
        Refused(reason);
    }

    [Theory]
    [InlineData("--tracker", "bus")]
    [InlineData("--from", "2026-03-01T00:00Z")]
    public async Task What_the_geofence_processor_can_not_judge_alone_is_refused(params string[] options)
    {
        Assert.Equal(1, await RunAsync(["recompute", "--consumer", "geofence-processor", .. options]));
        Refused("leave out --tracker and --from");
    }

    [Theory]
    [InlineData("'bus 7' for good", "erase", "bus 7")]
    [InlineData("--wait is 'long'", "erase", "bus 7", "--yes", "--wait", "long")]
    [InlineData("./tracker up", "erase", "bus 7", "--yes")]
    [InlineData("./tracker up", "erase", "--list")]
    public async Task Nothing_is_erased_that_was_not_agreed_to_or_can_not_be(string reason, params string[] arguments)
    {
        Assert.Equal(1, await RunAsync(arguments));
        Refused(reason);
    }

    [Theory]
    [InlineData("cluster", "status")]
    [InlineData("cluster", "kill", "node1")]
    [InlineData("cluster", "switchover")]
    public async Task Without_a_cluster_the_reason_says_how_to_start_one(params string[] arguments)
    {
        Assert.Equal(1, await RunAsync(arguments));
        Refused("./tracker up");
    }

    [Theory]
    [InlineData("down")]
    [InlineData("down", "--wipe")]
    [InlineData("cluster", "stop")]
    public async Task Stopping_what_does_not_run_is_done(params string[] arguments)
    {
        Assert.Equal(0, await RunAsync(arguments));
    }

    private void Refused(string reason)
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
        UpVerb.Create(here, terminal), DownVerb.Create(here, terminal), StatusVerb.Create(here, terminal), VerifyVerb.Create(here, terminal),
        ImportVerb.Create(here, terminal), SourceVerb.Create(here, terminal), QuarantineVerb.Create(here, terminal), ExportVerb.Create(here, terminal), MigrateVerb.Create(here, terminal), PrepareVerb.Create(here, terminal), ClusterVerb.Create(here, terminal),
        PoolsVerb.Create(here, terminal), RoutesVerb.Create(here, terminal), LagVerb.Create(here, terminal), DrillVerb.Create(terminal),
        FenceVerb.Create(here, terminal), RecomputeVerb.Create(here, terminal), ModelVerb.Create(here, terminal), DeliveryVerb.Create(here, terminal), EraseVerb.Create(here, terminal), SuperviseVerb.Create(),
    ];
}
