using System.CommandLine;
using Tracker.Cli.Output;
using Tracker.Cli.Results;
using Tracker.Cli.Running;
using Tracker.Cluster;
using Tracker.Cluster.Nodes;

namespace Tracker.Cli.Verbs;

/// <summary>Manages the local cluster and injects faults into it.</summary>
internal static class ClusterVerb
{
    public static Command Create(Installation here, Terminal terminal) =>
        new("cluster", "Start, stop and inspect the local cluster, and inject faults into it.")
    {
        Action("start", "Start the cluster without workers.", async ct =>
        {
            await using LocalCluster cluster = await LocalCluster.StartAsync(here.ClusterOptions, new StepReporter(terminal), ct);
        }),
        Action("stop", "Stop the cluster and the workers. Keeps the data.", ct => StopAsync(here, terminal, ct)),
        Action(
            "status",
            "Show the nodes and the processes.",
            async ct => ClusterTables.Write(await here.RequireCluster().StatusAsync(ct), terminal)),
        OnTarget(
            "kill",
            "Send SIGKILL. The supervisor restarts the process.",
            here,
            node => node.Kill(),
            (cluster, process) => cluster.Kill(process)),
        OnTarget(
            "pause", "Send SIGSTOP. Use resume to continue.", here, node => node.Pause(), (cluster, process) => cluster.Pause(process)),
        OnTarget("resume", "Send SIGCONT.", here, node => node.Resume(), (cluster, process) => cluster.Resume(process)),
        Switchover(here, terminal),
        Action("sweep", "Delete the clusters of killed test runs.", async ct =>
            terminal.WriteProgress($"Clusters deleted: {await TemporaryCluster.SweepAsync(ct)}")),
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

    private static Command OnTarget(
        string name, string description, Installation here, Action<ClusterNode> onNode, Action<LocalCluster, string> onProcess)
    {
        Argument<string> part = new("NODE")
        {
            Description = "A node (node1, node2, ...) or a process that ./tracker cluster status lists (haproxy, tracker-fetcher, ...).",
        };
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
        Argument<string?> to = new("NODE")
        {
            Description = "The new primary (default: a synchronous standby).",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Command switchover = new("switchover", "Perform a planned switchover to another node.") { to };
        switchover.SetAction(async (parsed, ct) =>
        {
            LocalCluster cluster = here.RequireCluster();
            string target = parsed.GetValue(to) ?? await CandidateAsync(cluster, ct);
            await cluster.SwitchoverAsync(cluster.Node(target), ct);
            terminal.WriteProgress($"{target} is now the primary.");
            return CommandLine.Done;
        });
        return switchover;
    }

    private static async Task<string> CandidateAsync(LocalCluster cluster, CancellationToken ct)
    {
        ClusterStatus status = await cluster.StatusAsync(ct);
        return status.Nodes.FirstOrDefault(node => node is { Role: NodeRole.SyncStandby, IsRunning: true })?.Name
            ?? throw new CliException("There is no running synchronous standby. See: ./tracker cluster status");
    }

    private static async Task StopAsync(Installation here, Terminal terminal, CancellationToken ct)
    {
        if (LocalCluster.Open(here.State) is not { } cluster)
        {
            terminal.WriteProgress("No cluster was started here.");
            return;
        }

        await using (cluster)
        {
            await cluster.StopAsync(new StepReporter(terminal), ct);
        }
    }
}
