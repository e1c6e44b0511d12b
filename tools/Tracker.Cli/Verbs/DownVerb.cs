using System.CommandLine;
using Tracker.Cli.Output;
using Tracker.Cli.Running;
using Tracker.Cluster;

namespace Tracker.Cli.Verbs;

/// <summary>Stops what <c>up</c> started, including processes that a killed supervisor left behind.</summary>
internal static class DownVerb
{
    public static Command Create(Installation here, Terminal terminal)
    {
        Option<bool> wipe = new("--wipe") { Description = "Also delete the data, the passwords and the logs." };
        Option<bool> yes = YesOption.Create();
        Command down = new("down", "Stop the workers, the cluster and its supervisor.") { wipe, DockerOption.Create(), yes };
        DockerOption.RejectOutsideScript(down);
        down.SetAction((parsed, ct) => RunAsync(here, terminal, parsed.GetValue(wipe), parsed.GetValue(yes), ct));
        return down;
    }

    private static async Task<int> RunAsync(Installation here, Terminal terminal, bool wipe, bool yes, CancellationToken ct)
    {
        if (LocalCluster.Open(here.State) is not { } cluster)
        {
            terminal.WriteProgress("No cluster was started here.");
            return CommandLine.Done;
        }

        if (wipe && !yes && terminal.IsInteractive && !terminal.Confirm($"Delete all data in {here.State}?"))
        {
            terminal.WriteProgress("Nothing was stopped or deleted.");
            return CommandLine.Failed;
        }

        await using (cluster)
        {
            await (wipe ? cluster.WipeAsync(new StepReporter(terminal), ct) : cluster.StopAsync(new StepReporter(terminal), ct));
        }

        terminal.WriteProgress(
            wipe
                ? "Everything was stopped and the data was deleted."
                : "Everything was stopped. The data is kept for the next ./tracker up.");
        return CommandLine.Done;
    }
}
