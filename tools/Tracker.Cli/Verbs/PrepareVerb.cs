using System.CommandLine;
using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Cli.Output;
using Tracker.Cli.Running;

namespace Tracker.Cli.Verbs;

/// <summary>What <c>up</c> does to a database, for a cluster and workers that something else starts: containers.</summary>
internal static class PrepareVerb
{
    public static Command Create(Installation here, Terminal terminal)
    {
        (Option<string[]> input, Option<string?> fences) = (Preparation.Input(), Preparation.Fences());
        Command prepare = new("prepare", "Bring the schema of a running cluster up to date, import fences and register what is to be read.") { input, fences };
        prepare.SetAction((parsed, ct) => RunAsync(here, terminal, parsed.GetValue(input) ?? [], parsed.GetValue(fences), ct));
        return prepare;
    }

    private static async Task<int> RunAsync(Installation here, Terminal terminal, string[] files, string? fenceFile, CancellationToken ct)
    {
        Preparation preparation = Preparation.Of(here, files, fenceFile);
        DatabaseOptions options = DatabaseAccess.Options(here);
        await Migration.RunAsync(options, terminal, ct);
        await using Database database = DatabaseAccess.Open(options);
        preparation = await preparation.BesideOtherSourcesAsync(database, terminal, ct);
        await preparation.ImportFencesAsync(database, terminal, ct);
        await preparation.RegisterAsync(database, ct);
        return CommandLine.Done;
    }
}
