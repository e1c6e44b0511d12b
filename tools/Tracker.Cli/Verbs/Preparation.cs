using System.CommandLine;
using Tracker.Cli.Output;
using Tracker.Cli.Results;
using Tracker.Cli.Running;
using Tracker.Cli.Sources;
using Tracker.Data.Fences;
using Tracker.Data.Scopes;

namespace Tracker.Cli.Verbs;

/// <summary>What a pipeline is given to work on: fences and sources. The simulated fleet in its town where nothing is named.</summary>
internal sealed class Preparation
{
    private readonly IReadOnlyList<SourceInput> _inputs;
    private readonly IReadOnlyList<FenceDefinition> _fences;

    private Preparation(IReadOnlyList<SourceInput> inputs, IReadOnlyList<FenceDefinition> fences) => (_inputs, _fences) = (inputs, fences);

    /// <summary>The sources.</summary>
    public IReadOnlyCollection<string> Names => [.. _inputs.Select(input => input.Name)];

    public static Option<string[]> Input() => new("--input")
    {
        Description = "A file (.csv, .gpx, .pb) or the http(s) URL of a GTFS Realtime feed to read; may be repeated. Without it a fleet is simulated.",
        HelpName = "FILE",
    };

    public static Option<string?> Fences() => new("--fences")
    {
        Description = "A GeoJSON file of fences, valid always unless a feature has valid_from.",
        HelpName = "FILE",
    };

    /// <summary>Reads and checks what the arguments name.</summary>
    /// <exception cref="CliException">A file can't be read.</exception>
    public static Preparation Of(Installation here, string[] files, string? fenceFile)
    {
        SourceInput[] inputs = files.Length == 0 ? [SourceInput.SimulatedFleet] : [.. files.Select(SourceInput.Parse)];
        fenceFile ??= files.Length == 0 ? Path.Combine(here.Root, "deploy", "demo", "fences.geojson") : null;
        return new Preparation(inputs, fenceFile is null ? [] : FenceFile.Read(fenceFile));
    }

    public async Task ImportFencesAsync(Database database, Terminal terminal, CancellationToken ct)
    {
        if (_fences.Count > 0)
        {
            FenceImport import = await FenceCatalog.ImportAsync(database, _fences, FenceValidity.Always, TimeProvider.System, ct);
            terminal.Say($"Fences: {import.Added} added, {import.Changed} changed, {import.Unchanged} unchanged");
        }
    }

    /// <summary>Hands the sources over to the fetchers. A fleet that moves already goes on; a file that is named again is read again.</summary>
    public async Task RegisterAsync(Database database, CancellationToken ct)
    {
        Summary summary = await SummaryReader.ReadAsync(database, ct);
        SourceInput[] wanted = [.. _inputs.Where(input => input != SourceInput.SimulatedFleet || summary.Sources.All(source => source.Name != input.Name))];
        await Registration.RunAsync(database, wanted, ct);
    }
}
