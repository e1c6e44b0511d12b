using System.CommandLine;
using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Cli.Output;
using Tracker.Cli.Results;
using Tracker.Cli.Running;
using Tracker.Cli.Sources;
using Tracker.Cluster;

namespace Tracker.Cli.Verbs;

/// <summary>The cluster, the schema, the workers and their input, from one command. All of it may be there already.</summary>
internal static class UpVerb
{
    public static Command Create(Installation here, Terminal terminal)
    {
        (Option<string[]> input, Option<string?> fences) = (Preparation.Input(), Preparation.Fences());
        Option<bool> wait = new("--wait") { Description = "Wait until everything is read and processed, and show the results." };
        Command up = new("up", "Start the cluster, the workers and their input; they stay up in the background.") { input, fences, wait, InContainers.Option(), Agreement.Option() };
        InContainers.Refuse(up);
        up.SetAction((parsed, ct) => RunAsync(here, terminal, parsed.GetValue(input) ?? [], parsed.GetValue(fences), parsed.GetValue(wait), ct));
        return up;
    }

    private static async Task<int> RunAsync(
        Installation here, Terminal terminal, string[] files, string? fenceFile, bool wait, CancellationToken ct)
    {
        // All that can be wrong with the arguments is found before anything is started.
        Preparation preparation = Preparation.Of(here, files, fenceFile);

        await using LocalCluster cluster = await LocalCluster.StartAsync(here.ClusterOptions, new Steps(terminal), ct);
        DatabaseOptions options = DatabaseAccess.Options(cluster);
        await Migration.RunAsync(options, terminal, ct);
        await using Database database = DatabaseAccess.Open(options);
        preparation = await preparation.BesideOtherSourcesAsync(database, terminal, ct);
        await preparation.ImportFencesAsync(database, terminal, ct);
        Workers.Start(cluster, here);
        await new WorkerReadiness(cluster, here, TimeProvider.System).WaitAsync(terminal, ct);
        await preparation.RegisterAsync(database, ct);

        int result = CommandLine.Done;
        if (wait)
        {
            IReadOnlyList<SourceState> failed = await new Completion(database, terminal, TimeProvider.System)
                .WaitAsync(preparation.Names, processed: true, ct);
            terminal.Write(SummaryTable.Of(await SummaryReader.ReadAsync(database, ct)));
            result = SourceRegistration.Conclude(failed, terminal);
        }

        Guidance.Write(cluster, here, terminal);
        return result;
    }
}
