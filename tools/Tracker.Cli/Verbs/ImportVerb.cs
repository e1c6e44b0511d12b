using System.CommandLine;
using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Cli.Output;
using Tracker.Cli.Results;
using Tracker.Cli.Running;
using Tracker.Cli.Sources;

namespace Tracker.Cli.Verbs;

/// <summary>Imports files through the fetchers of a running cluster.</summary>
internal static class ImportVerb
{
    public static Command Create(Installation here, Terminal terminal)
    {
        Argument<string[]> files = new("FILE")
        {
            Description = "Files (.csv, .gpx, .pb) or http(s) URLs of GTFS Realtime feeds.",
            Arity = ArgumentArity.OneOrMore,
        };
        Command import = new("import", "Import files into a running cluster and wait until they are stored.") { files };
        import.SetAction((parsed, ct) => RunAsync(here, terminal, parsed.GetRequiredValue(files), ct));
        return import;
    }

    private static async Task<int> RunAsync(Installation here, Terminal terminal, string[] files, CancellationToken ct)
    {
        SourceInput[] inputs = [.. files.Select(SourceInput.Parse)];
        string[] names = [.. inputs.Select(input => input.Name)];
        await using Database database = DatabaseAccess.Open(here);
        Dictionary<string, SourceRow> before = (await SourceRow.ReadAsync(database, name: null, ct)).ToDictionary(source => source.Definition.Name);
        await SourceRegistration.RunAsync(database, inputs, ct);
        IReadOnlyList<SourceState> failed = await new Completion(database, terminal, TimeProvider.System)
            .WaitAsync(names, processed: false, ct);

        foreach (SourceRow source in (await SourceRow.ReadAsync(database, name: null, ct)).Where(source => names.Contains(source.Definition.Name)))
        {
            SourceRow? earlier = before.GetValueOrDefault(source.Definition.Name);
            long quarantined = source.Quarantined - (earlier?.Quarantined ?? 0);
            string hint = quarantined > 0 ? $", {quarantined:N0} quarantined (./tracker quarantine list)" : "";
            terminal.Write(
                $"{source.Definition.Name}: {source.Received - (earlier?.Received ?? 0):N0} received, "
                + $"{source.Duplicates - (earlier?.Duplicates ?? 0):N0} of them duplicates{hint}");
        }

        Summary summary = await SummaryReader.ReadAsync(database, ct);
        terminal.Write(SummaryTable.Of(summary));
        return SourceRegistration.Conclude(failed, terminal);
    }
}
