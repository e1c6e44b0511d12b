using System.CommandLine;
using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Cli.Output;
using Tracker.Cli.Running;

namespace Tracker.Cli.Verbs;

/// <summary>Prepares the database as <c>up</c> does, for a cluster and workers in containers.</summary>
internal static class PrepareVerb
{
    public static Command Create(Installation here, Terminal terminal)
    {
        (Option<string[]> input, Option<string?> fences) = (PipelineInputs.InputOption(), PipelineInputs.FencesOption());
        Command prepare = new("prepare", "Apply migrations to a running cluster, import fences and register sources.") { input, fences };
        prepare.SetAction((parsed, ct) => RunAsync(here, terminal, parsed.GetValue(input) ?? [], parsed.GetValue(fences), ct));
        return prepare;
    }

    private static async Task<int> RunAsync(Installation here, Terminal terminal, string[] files, string? fenceFile, CancellationToken ct)
    {
        PipelineInputs inputs = PipelineInputs.Read(here, files, fenceFile);
        DatabaseOptions options = DatabaseAccess.Options(here);
        await Migration.RunAsync(options, terminal, ct);
        await using Database database = DatabaseAccess.Open(options);
        inputs = await inputs.WithoutFleetIfSourcesExistAsync(database, terminal, ct);
        await inputs.ImportFencesAsync(database, terminal, ct);
        await inputs.RegisterAsync(database, ct);
        return CommandLine.Done;
    }
}
