using System.CommandLine;
using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Cli.Output;
using Tracker.Cli.Results;
using Tracker.Cli.Running;
using Tracker.Cli.Sources;
using Tracker.Cluster;

namespace Tracker.Cli.Verbs;

/// <summary>Starts the cluster, applies migrations, starts the workers and registers inputs. Idempotent.</summary>
internal static class UpVerb
{
    public static Command Create(Installation here, Terminal terminal)
    {
        (Option<string[]> input, Option<string?> fences) = (PipelineInputs.InputOption(), PipelineInputs.FencesOption());
        Option<bool> wait = new("--wait") { Description = "Wait until all inputs are read and processed, and show the results." };
        Command up = new("up", "Start the cluster and the workers in the background, and register inputs.")
        {
            input, fences, wait, DockerOption.Create(), YesOption.Create(),
        };
        DockerOption.RejectOutsideScript(up);
        up.SetAction(
            (parsed, ct) => RunAsync(here, terminal, parsed.GetValue(input) ?? [], parsed.GetValue(fences), parsed.GetValue(wait), ct));
        return up;
    }

    private static async Task<int> RunAsync(
        Installation here, Terminal terminal, string[] files, string? fenceFile, bool wait, CancellationToken ct)
    {
        // Check the arguments before anything is started.
        PipelineInputs inputs = PipelineInputs.Read(here, files, fenceFile);

        await using LocalCluster cluster = await LocalCluster.StartAsync(here.ClusterOptions, new StepReporter(terminal), ct);
        DatabaseOptions options = DatabaseAccess.Options(cluster);
        await Migration.RunAsync(options, terminal, ct);
        await using Database database = DatabaseAccess.Open(options);
        inputs = await inputs.WithoutFleetIfSourcesExistAsync(database, terminal, ct);
        await inputs.ImportFencesAsync(database, terminal, ct);
        Workers.Start(cluster, here);
        await new WorkerReadiness(cluster, here, TimeProvider.System).WaitAsync(terminal, ct);
        await inputs.RegisterAsync(database, ct);

        int result = CommandLine.Done;
        if (wait)
        {
            IReadOnlyList<SourceState> failed = await new Completion(database, terminal, TimeProvider.System)
                .WaitAsync(inputs.SourceNames, processed: true, ct);
            terminal.Write(SummaryTable.Of(await SummaryReader.ReadAsync(database, ct)));
            result = SourceRegistration.Conclude(failed, terminal);
        }

        NextSteps.Write(cluster, here, terminal);
        return result;
    }
}
