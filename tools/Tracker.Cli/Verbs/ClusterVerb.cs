using System.CommandLine;
using Tracker.Cli.Output;
using Tracker.Cli.Results;
using Tracker.Cli.Running;
using Tracker.Cluster;
using Tracker.Cluster.Nodes;

namespace Tracker.Cli.Verbs;

/// <summary>The cluster by itself, and the faults that can be made on it.</summary>
internal static class ClusterVerb
{
    public static Command Create(Installation here, Terminal terminal) => new("cluster", "Start, stop, look at and break the local cluster.")
    {
        Action("start", "Start the cluster without workers.", async ct =>
        {
            await using LocalCluster cluster = await LocalCluster.StartAsync(here.ClusterOptions, new Steps(terminal), ct);
        }),
        Action("stop", "Stop the cluster and all that runs with it; the data stays.", ct => StopAsync(here, terminal, ct)),
        Action("status", "Show the nodes and the processes.", async ct => ClusterTables.Write(await here.RequireCluster().StatusAsync(ct), terminal)),
        OnPart("kill", "kill -9; the supervisor starts it again.", here, node => node.Kill(), (cluster, process) => cluster.Kill(process)),
        OnPart("pause", "SIGSTOP, until resume.", here, node => node.Pause(), (cluster, process) => cluster.Pause(process)),
        OnPart("resume", "Let what was paused go on.", here, node => node.Resume(), (cluster, process) => cluster.Resume(process)),
        Switchover(here, terminal),
        Action("sweep", "Delete the clusters that killed test runs left behind.", async ct =>
            terminal.Say($"Clusters swept: {await TemporaryCluster.SweepAsync(ct)}")),
    };

    private static Command Action(string name, string description, Func<CancellationToken, Task> run)
    {
        Command command = new(name, description);
        command.SetAction(async (_, ct) =>
        {
            await run(ct);
            return CommandLine.Done;
        });
        return command;
    }

    private static Command OnPart(
        string name, string description, Installation here, Action<ClusterNode> onNode, Action<LocalCluster, string> onProcess)
    {
        Argument<string> part = new("NODE") { Description = "node1, node2, ..., or a process of ./tracker cluster status (haproxy, tracker-fetcher, ...)." };
        Command command = new(name, description) { part };
        command.SetAction(parsed =>
        {
            LocalCluster cluster = here.RequireCluster();
            string target = parsed.GetRequiredValue(part);
            if (cluster.Nodes.FirstOrDefault(node => node.Name == target) is { } node)
            {
                onNode(node);
            }
            else
            {
                onProcess(cluster, target);
            }

            return CommandLine.Done;
        });
        return command;
    }

    private static Command Switchover(Installation here, Terminal terminal)
    {
        Argument<string?> to = new("NODE") { Description = "The next primary; by default a synchronous standby.", Arity = ArgumentArity.ZeroOrOne };
        Command switchover = new("switchover", "Make another node the primary, in good order.") { to };
        switchover.SetAction(async (parsed, ct) =>
        {
            LocalCluster cluster = here.RequireCluster();
            string target = parsed.GetValue(to) ?? await CandidateAsync(cluster, ct);
            await cluster.SwitchoverAsync(cluster.Node(target), ct);
            terminal.Say($"{target} is the primary now.");
            return CommandLine.Done;
        });
        return switchover;
    }

    private static async Task<string> CandidateAsync(LocalCluster cluster, CancellationToken ct)
    {
        ClusterStatus status = await cluster.StatusAsync(ct);
        return status.Nodes.FirstOrDefault(node => node is { Role: NodeRole.SyncStandby, IsRunning: true })?.Name
            ?? throw new CliException("No synchronous standby runs that could become the primary. See: ./tracker cluster status");
    }

    private static async Task StopAsync(Installation here, Terminal terminal, CancellationToken ct)
    {
        if (LocalCluster.Open(here.State) is not { } cluster)
        {
            terminal.Say("There is nothing to stop: no cluster was started here.");
            return;
        }

        await using (cluster)
        {
            await cluster.StopAsync(new Steps(terminal), ct);
        }
    }
}
