using System.CommandLine;
using Tracker.Cli.Output;
using Tracker.Cli.Running;
using Tracker.Cluster;

namespace Tracker.Cli.Verbs;

/// <summary>Stops what <c>up</c> started, and what a killed one left behind.</summary>
internal static class DownVerb
{
    public static Command Create(Installation here, Terminal terminal)
    {
        Option<bool> wipe = new("--wipe") { Description = "Delete the data, the passwords and the logs too." };
        Option<bool> yes = Agreement.Option();
        Command down = new("down", "Stop the workers, the cluster and its supervisor.") { wipe, InContainers.Option(), yes };
        InContainers.Refuse(down);
        down.SetAction((parsed, ct) => RunAsync(here, terminal, parsed.GetValue(wipe), parsed.GetValue(yes), ct));
        return down;
    }

    private static async Task<int> RunAsync(Installation here, Terminal terminal, bool wipe, bool yes, CancellationToken ct)
    {
        if (LocalCluster.Open(here.State) is not { } cluster)
        {
            terminal.Say("There is nothing to stop: no cluster was started here.");
            return CommandLine.Done;
        }

        if (wipe && !yes && terminal.IsInteractive && !terminal.Confirm($"Delete all data in {here.State}?"))
        {
            terminal.Say("Nothing was stopped or deleted.");
            return CommandLine.Failed;
        }

        await using (cluster)
        {
            await (wipe ? cluster.WipeAsync(new Steps(terminal), ct) : cluster.StopAsync(new Steps(terminal), ct));
        }

        terminal.Say(wipe ? "Everything is stopped, and its data is deleted." : "Everything is stopped; the data is kept for the next ./tracker up.");
        return CommandLine.Done;
    }
}
