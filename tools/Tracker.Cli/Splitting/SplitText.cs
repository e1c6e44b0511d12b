using Spectre.Console;
using Tracker.Cli.Output;

namespace Tracker.Cli.Splitting;

/// <summary>Formats the result of the split test as tables and as JSON.</summary>
internal static class SplitText
{
    public static string Json(SplitObservation seen, SplitVerdict verdict) => OutputJson.Serialize(
        new
        {
            ReadConnection = Connection(verdict.Read),
            WriteConnection = Connection(verdict.Write),
            Status = verdict.IsOk ? SplitVerdict.Ok : SplitVerdict.Wrong,
            seen.Replicas,
            Reads = Ordered(seen).Select(
                node => new { Node = node.Key, IsReplica = seen.ReplicaNodes.Contains(node.Key), Reads = node.Value }),
        });

    public static Table Ports(SplitVerdict verdict)
    {
        Table table = new Table { Border = TableBorder.Simple }.AddColumns("port", "node", "is_replica", "expected", "status", "reason");
        foreach ((string name, ConnectionVerdict port) in new[] { ("read", verdict.Read), ("write", verdict.Write) })
        {
            table.AddRow(
                $"{name} {port.Answer.Port}", Markup.Escape(port.Answer.Node), Word(port.Answer.IsReplica), port.Expected, port.Status,
                Markup.Escape(port.Reason));
        }

        return table;
    }

    public static Table Reads(SplitObservation seen)
    {
        Table table = new Table { Border = TableBorder.Simple }.AddColumns("node", "is_replica", "reads");
        foreach ((string node, int reads) in Ordered(seen))
        {
            table.AddRow(Markup.Escape(node), Word(seen.ReplicaNodes.Contains(node)), $"{reads:N0}");
        }

        return table;
    }

    private static IEnumerable<KeyValuePair<string, int>> Ordered(SplitObservation seen) =>
        seen.Reads.OrderBy(node => node.Key, StringComparer.Ordinal);

    private static string Word(bool flag) => flag ? "true" : "false";

    private static object Connection(ConnectionVerdict verdict) => new
    {
        verdict.Answer.Port,
        verdict.Answer.Node,
        verdict.Answer.IsReplica,
        verdict.Expected,
        verdict.Status,
        verdict.Reason,
    };
}
