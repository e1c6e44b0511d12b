using System.CommandLine;
using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Cli.Output;
using Tracker.Cli.Results;
using Tracker.Cli.Running;
using Tracker.Cli.Sources;
using Tracker.Data.Fences;

namespace Tracker.Cli.Verbs;

/// <summary>The inputs of <c>up</c> and <c>prepare</c>: sources and fences. By default, the simulated fleet and its fences.</summary>
internal sealed class PipelineInputs
{
    private readonly IReadOnlyList<SourceInput> _inputs;
    private readonly IReadOnlyList<FenceDefinition> _fences;
    private readonly bool _hasDemoFences;

    private PipelineInputs(IReadOnlyList<SourceInput> inputs, IReadOnlyList<FenceDefinition> fences, bool hasDemoFences) =>
        (_inputs, _fences, _hasDemoFences) = (inputs, fences, hasDemoFences);

    /// <summary>The names of the sources.</summary>
    public IReadOnlyCollection<string> SourceNames => [.. _inputs.Select(input => input.Name)];

    public static Option<string[]> InputOption() => new("--input")
    {
        Description = "A file (.csv, .gpx, .pb) or the http(s) URL of a GTFS Realtime feed; may be repeated "
            + "(default: a simulated fleet, unless sources exist).",
        HelpName = "FILE",
    };

    public static Option<string?> FencesOption() => new("--fences")
    {
        Description = "A GeoJSON file of fences. Features without valid_from are valid for reports of any time.",
        HelpName = "FILE",
    };

    /// <summary>Reads and checks the files in the arguments.</summary>
    /// <exception cref="CliException">A file can't be read.</exception>
    public static PipelineInputs Read(Installation here, string[] files, string? fenceFile)
    {
        SourceInput[] inputs = files.Length == 0 ? [SourceInput.SimulatedFleet] : [.. files.Select(SourceInput.Parse)];
        bool hasDemoFences = files.Length == 0 && fenceFile is null;
        fenceFile ??= hasDemoFences ? Path.Combine(here.Root, "deploy", "demo", "fences.geojson") : null;
        return new PipelineInputs(inputs, fenceFile is null ? [] : FenceFile.Read(fenceFile), hasDemoFences);
    }

    /// <summary>Removes the simulated fleet and its fences if other sources exist.</summary>
    public async Task<PipelineInputs> WithoutFleetIfSourcesExistAsync(Database database, Terminal terminal, CancellationToken ct)
    {
        IReadOnlyList<SourceState> sources = (await SummaryReader.ReadAsync(database, ct)).Sources;
        if (!_inputs.Contains(SourceInput.SimulatedFleet) || sources.All(source => source.Name == SourceInput.SimulatedFleet.Name))
        {
            return this;
        }

        terminal.WriteProgress("Sources already exist, so no fleet is simulated. See: ./tracker source list");
        return new PipelineInputs([], _hasDemoFences ? [] : _fences, hasDemoFences: false);
    }

    public async Task ImportFencesAsync(Database database, Terminal terminal, CancellationToken ct)
    {
        if (_fences.Count > 0)
        {
            FenceImport import = await FenceCatalog.ImportAsync(database, _fences, FenceValidity.Always, TimeProvider.System, ct);
            terminal.WriteProgress($"Fences: {import.Added} added, {import.Changed} changed, {import.Unchanged} unchanged");
        }
    }

    /// <summary>Registers the sources. An existing simulated fleet continues; a file that is registered again is read again.</summary>
    public async Task RegisterAsync(Database database, CancellationToken ct)
    {
        Summary summary = await SummaryReader.ReadAsync(database, ct);
        SourceInput[] wanted =
        [
            .. _inputs.Where(input => input != SourceInput.SimulatedFleet || summary.Sources.All(source => source.Name != input.Name)),
        ];
        await SourceRegistration.RunAsync(database, wanted, ct);
    }
}
