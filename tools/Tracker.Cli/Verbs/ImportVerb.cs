using System.CommandLine;
using Tracker.Cli.Output;
using Tracker.Cli.Results;
using Tracker.Cli.Running;
using Tracker.Cli.Sources;
using Tracker.Data.Scopes;

namespace Tracker.Cli.Verbs;

/// <summary>Has the fetchers of a running cluster read files, and waits for it.</summary>
internal static class ImportVerb
{
    public static Command Create(Installation here, Terminal terminal)
    {
        Argument<string[]> files = new("FILE") { Description = "Files (.csv, .gpx, .pb) or http(s) URLs of GTFS Realtime feeds.", Arity = ArgumentArity.OneOrMore };
        Command import = new("import", "Read files into a running cluster and wait until they are stored.") { files };
        import.SetAction((parsed, ct) => RunAsync(here, terminal, parsed.GetRequiredValue(files), ct));
        return import;
    }

    private static async Task<int> RunAsync(Installation here, Terminal terminal, string[] files, CancellationToken ct)
    {
        SourceInput[] inputs = [.. files.Select(SourceInput.Parse)];
        string[] names = [.. inputs.Select(input => input.Name)];
        await using Database database = DatabaseAccess.Open(DatabaseAccess.Options(here));
        Dictionary<string, SourceState> before = (await SummaryReader.ReadAsync(database, ct)).Sources.ToDictionary(source => source.Name);
        await Registration.RunAsync(database, inputs, ct);
        IReadOnlyList<SourceState> failed = await new Completion(database, terminal, TimeProvider.System).WaitAsync(names, processed: false, ct);

        Summary summary = await SummaryReader.ReadAsync(database, ct);
        foreach (SourceState source in summary.Sources.Where(source => names.Contains(source.Name)))
        {
            SourceState? earlier = before.GetValueOrDefault(source.Name);
            terminal.Write($"{source.Name}: {source.Received - (earlier?.Received ?? 0):N0} received, {source.Duplicates - (earlier?.Duplicates ?? 0):N0} of them duplicates");
        }

        terminal.Write(SummaryTable.Of(summary));
        return Registration.Conclude(failed, terminal);
    }
}
