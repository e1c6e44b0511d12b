using Spectre.Console;

namespace Tracker.Cli.Results;

/// <summary>Formats the summary.</summary>
internal static class SummaryTable
{
    public static Table Of(Summary summary)
    {
        Table table = new Table { Border = TableBorder.Simple }.HideHeaders().AddColumn("").AddColumn(new TableColumn("").RightAligned());
        foreach ((string name, long count) in Rows(summary))
        {
            table.AddRow(Markup.Escape(name), $"{count:N0}");
        }

        return table;
    }

    public static Table Of(IReadOnlyList<SourceState> sources)
    {
        Table table = new Table { Border = TableBorder.Simple }.AddColumns("source", "kind", "received", "duplicates", "state");
        foreach (SourceState source in sources)
        {
            table.AddRow(
                Markup.Escape(source.Name),
                source.Kind,
                $"{source.Received:N0}",
                $"{source.Duplicates:N0}",
                Markup.Escape(StateOf(source)));
        }

        return table;
    }

    internal static IEnumerable<(string Name, long Count)> Rows(Summary summary) =>
    [
        ("reports received", summary.Reports.Received),
        ("reports stored", summary.Reports.Stored),
        ("reports duplicates", summary.Reports.Duplicates),
        ("reports quarantined", summary.Reports.Quarantined),
        ("trackers", summary.Trackers),
        ("stays", summary.Stays),
        ("events", summary.Events),
        ("statuses", summary.Statuses),
        .. summary.Backlog.Select(consumer => ($"backlog {consumer.Key}", consumer.Value)),
    ];

    private static string StateOf(SourceState source) =>
        SourceStateText.Of(source.IsPaused, source.IsFinished, source.IsRetried, source.LastError, source.IsSlowed);
}
