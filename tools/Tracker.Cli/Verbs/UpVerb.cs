using System.CommandLine;
using Tracker.Cli.Output;
using Tracker.Cli.Results;
using Tracker.Cli.Running;
using Tracker.Cli.Sources;
using Tracker.Cluster;
using Tracker.Data.Configuration;
using Tracker.Data.Fences;
using Tracker.Data.Scopes;

namespace Tracker.Cli.Verbs;

/// <summary>The cluster, the schema, the workers and their input, from one command. All of it may be there already.</summary>
internal static class UpVerb
{
    public static Command Create(Installation here, Terminal terminal)
    {
        Option<string[]> input = new("--input") { Description = "A file (.csv, .gpx, .pb) or the http(s) URL of a GTFS Realtime feed to read; may be repeated. Without it a fleet is simulated.", HelpName = "FILE" };
        Option<string?> fences = new("--fences") { Description = "A GeoJSON file of fences, valid always unless a feature has valid_from.", HelpName = "FILE" };
        Option<bool> wait = new("--wait") { Description = "Wait until everything is read and processed, and show the results." };
        Command up = new("up", "Start the cluster, the workers and their input; they stay up in the background.") { input, fences, wait, Agreement.Option() };
        up.SetAction((parsed, ct) => RunAsync(here, terminal, parsed.GetValue(input) ?? [], parsed.GetValue(fences), parsed.GetValue(wait), ct));
        return up;
    }

    private static async Task<int> RunAsync(
        Installation here, Terminal terminal, string[] files, string? fenceFile, bool wait, CancellationToken ct)
    {
        // All that can be wrong with the arguments is found before anything is started.
        SourceInput[] inputs = files.Length == 0 ? [SourceInput.SimulatedFleet] : [.. files.Select(SourceInput.Parse)];
        fenceFile ??= files.Length == 0 ? Path.Combine(here.Root, "deploy", "demo", "fences.geojson") : null;
        IReadOnlyList<FenceDefinition> fences = fenceFile is null ? [] : FenceFile.Read(fenceFile);

        await using LocalCluster cluster = await LocalCluster.StartAsync(here.ClusterOptions, new Steps(terminal), ct);
        DatabaseOptions options = DatabaseAccess.Options(cluster);
        await Migration.RunAsync(options, terminal, ct);
        await using Database database = DatabaseAccess.Open(options);
        await ImportAsync(database, fences, terminal, ct);
        Workers.Start(cluster, here);
        await new WorkerReadiness(cluster, here, TimeProvider.System).WaitAsync(terminal, ct);
        await Registration.RunAsync(database, await NewAsync(database, inputs, ct), ct);

        int result = CommandLine.Done;
        if (wait)
        {
            IReadOnlyList<SourceState> failed = await new Completion(database, terminal, TimeProvider.System)
                .WaitAsync([.. inputs.Select(input => input.Name)], processed: true, ct);
            terminal.Write(SummaryTable.Of(await SummaryReader.ReadAsync(database, ct)));
            result = Registration.Conclude(failed, terminal);
        }

        Guidance.Write(cluster, here, terminal);
        return result;
    }

    // A fleet that moves already goes on; a file that is named again is read again.
    private static async Task<IReadOnlyList<SourceInput>> NewAsync(Database database, SourceInput[] inputs, CancellationToken ct)
    {
        Summary summary = await SummaryReader.ReadAsync(database, ct);
        return [.. inputs.Where(input => input != SourceInput.SimulatedFleet || summary.Sources.All(source => source.Name != input.Name))];
    }

    private static async Task ImportAsync(Database database, IReadOnlyList<FenceDefinition> fences, Terminal terminal, CancellationToken ct)
    {
        if (fences.Count > 0)
        {
            FenceImport import = await FenceCatalog.ImportAsync(database, fences, FenceValidity.Always, TimeProvider.System, ct);
            terminal.Say($"Fences: {import.Added} added, {import.Changed} changed, {import.Unchanged} unchanged");
        }
    }
}
