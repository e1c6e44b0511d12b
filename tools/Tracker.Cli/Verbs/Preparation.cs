using System.CommandLine;
using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Cli.Output;
using Tracker.Cli.Results;
using Tracker.Cli.Running;
using Tracker.Cli.Sources;
using Tracker.Data.Fences;

namespace Tracker.Cli.Verbs;

/// <summary>What a pipeline is given to work on: fences and sources. The simulated fleet in its town where nothing is named.</summary>
internal sealed class Preparation
{
    private readonly IReadOnlyList<SourceInput> _inputs;
    private readonly IReadOnlyList<FenceDefinition> _fences;
    private readonly bool _hasDemoFences;

    private Preparation(IReadOnlyList<SourceInput> inputs, IReadOnlyList<FenceDefinition> fences, bool hasDemoFences) =>
        (_inputs, _fences, _hasDemoFences) = (inputs, fences, hasDemoFences);

    /// <summary>The sources.</summary>
    public IReadOnlyCollection<string> Names => [.. _inputs.Select(input => input.Name)];

    public static Option<string[]> Input() => new("--input")
    {
        Description = "A file (.csv, .gpx, .pb) or the http(s) URL of a GTFS Realtime feed to read; may be repeated. Without it a fleet is simulated, unless there are sources already.",
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
        bool hasDemoFences = files.Length == 0 && fenceFile is null;
        fenceFile ??= hasDemoFences ? Path.Combine(here.Root, "deploy", "demo", "fences.geojson") : null;
        return new Preparation(inputs, fenceFile is null ? [] : FenceFile.Read(fenceFile), hasDemoFences);
    }

    /// <summary>The same; without the simulated fleet and its fences where other sources are there already.</summary>
    public async Task<Preparation> BesideOtherSourcesAsync(Database database, Terminal terminal, CancellationToken ct)
    {
        IReadOnlyList<SourceState> sources = (await SummaryReader.ReadAsync(database, ct)).Sources;
        if (!_inputs.Contains(SourceInput.SimulatedFleet) || sources.All(source => source.Name == SourceInput.SimulatedFleet.Name))
        {
            return this;
        }

        terminal.Say("There are sources already, which are read on: no fleet is simulated (./tracker source list).");
        return new Preparation([], _hasDemoFences ? [] : _fences, hasDemoFences: false);
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
        await SourceRegistration.RunAsync(database, wanted, ct);
    }
}
