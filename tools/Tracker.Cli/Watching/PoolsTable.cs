using EFCore.ReadWriteSplitting.Connections;
using Spectre.Console;
using Tracker.Cli.Results;

namespace Tracker.Cli.Watching;

/// <summary>Formats the workers' connections: one line per pool, and one per node of a pool with several nodes.</summary>
internal static class PoolsTable
{
    public static Table Of(IReadOnlyList<WorkerResponse> answers)
    {
        Table table = new Table { Border = TableBorder.Simple }.AddColumns("worker", "pool", "node");
        foreach (string figure in new[] { "size", "busy", "idle", "waiting", "timeouts", "opened", "closed" })
        {
            table.AddColumn(new TableColumn(figure).RightAligned());
        }

        foreach (string[] row in Rows(answers))
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        return table;
    }

    internal static IEnumerable<string[]> Rows(IReadOnlyList<WorkerResponse> answers) =>
        from answer in answers
        from pool in answer.Statistics?.Pools ?? []
        from row in Rows(answer.Worker.Name, pool)
        select row;

    private static IEnumerable<string[]> Rows(string worker, PoolStatistics pool)
    {
        string kind = ClusterTables.Word(pool.Kind);
        // A single node shares the line of the pool.
        string all = pool.Nodes switch
        {
            [] => "-",
            [var only] => Name(only),
            _ => "all",
        };
        yield return
        [
            worker, kind, all, $"{pool.Size}", $"{pool.Busy}", $"{pool.Idle}", $"{pool.Waiting}", $"{pool.TimeOuts:N0}",
            $"{pool.Nodes.Sum(node => node.Opened):N0}", $"{pool.Nodes.Sum(node => node.Closed):N0}",
        ];
        foreach (NodePoolStatistics node in pool.Nodes.Count > 1 ? pool.Nodes.OrderBy(Name, StringComparer.Ordinal) : Enumerable.Empty<NodePoolStatistics>())
        {
            yield return [worker, kind, Name(node), "", $"{node.Busy}", $"{node.Idle}", "", "", $"{node.Opened:N0}", $"{node.Closed:N0}"];
        }
    }

    private static string Name(NodePoolStatistics node) => node.Name is { } name ? $"{name} ({node.Node})" : node.Node;
}
