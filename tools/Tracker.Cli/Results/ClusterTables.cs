using Spectre.Console;
using Tracker.Cli.Output;
using Tracker.Cluster;
using Tracker.Cluster.Nodes;
using Tracker.Cluster.Processes;

namespace Tracker.Cli.Results;

/// <summary>Formats the cluster and its processes.</summary>
internal static class ClusterTables
{
    public static void Write(ClusterStatus cluster, Terminal terminal)
    {
        terminal.Write(Nodes(cluster.Nodes));
        terminal.Write(Processes(cluster.Processes));
        if (!cluster.IsSupervised)
        {
            terminal.Write("No supervisor is running, so failed processes are not restarted. Start it: ./tracker up");
        }
    }

    private static Table Nodes(IReadOnlyList<NodeStatus> nodes)
    {
        Table table = new Table { Border = TableBorder.Simple }.AddColumns("node", "address", "role", "state", "timeline", "lag (bytes)");
        foreach (NodeStatus node in nodes)
        {
            table.AddRow(node.Name, node.Address, Word(node.Role), Markup.Escape(node.State), $"{node.Timeline}", $"{node.LagBytes:N0}");
        }

        return table;
    }

    private static Table Processes(IReadOnlyList<ProcessStatus> processes)
    {
        Table table = new Table { Border = TableBorder.Simple }.AddColumns(
            "process", "state", "pid", "restarts", "last exit code", "since (UTC)");
        foreach (ProcessStatus process in processes)
        {
            table.AddRow(
                Markup.Escape(process.Name), Word(process.State), $"{process.Process?.Pid}", $"{process.Restarts}",
                $"{process.LastExitCode}",
                $"{process.Since.UtcDateTime:yyyy-MM-dd HH:mm:ss}");
        }

        return table;
    }

    /// <summary>An enum member in snake case, as in JSON: sync_standby.</summary>
    internal static string Word<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
