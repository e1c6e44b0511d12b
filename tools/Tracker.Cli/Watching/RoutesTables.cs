using System.Globalization;
using EFCore.ReadWriteSplitting.Statistics;
using Spectre.Console;
using Tracker.Cli.Results;

namespace Tracker.Cli.Watching;

/// <summary>Formats the workers' routes.</summary>
internal static class RoutesTables
{
    public static Table Routes(IReadOnlyList<RouteRate> routes)
    {
        Table table = New(["worker", "kind", "reason", "server"], ["scopes", "per second"]);
        foreach (RouteRate route in routes)
        {
            table.AddRow(
                Markup.Escape(route.Worker), ClusterTables.Word(route.Kind), ClusterTables.Word(route.Reason),
                ClusterTables.Word(route.Role),
                $"{route.Scopes:N0}", $"{route.PerSecond:N1}");
        }

        return table;
    }

    public static Table Durations(IReadOnlyList<DurationRate> durations)
    {
        Table table = New(["worker", "kind"], ["ended per second", "mean", "p50 within", "p99 within"]);
        foreach (DurationRate rate in durations)
        {
            table.AddRow(
                Markup.Escape(rate.Worker), ClusterTables.Word(rate.Ended.Kind), $"{rate.PerSecond:N1}", Mean(rate.Ended),
                Within(rate.Ended, 0.5), Within(rate.Ended, 0.99));
        }

        return table;
    }

    internal static string Within(DurationStatistics durations, double share) => durations.Quantile(share) switch
    {
        null => "-",
        { UpTo: { } bound } => Milliseconds(bound),
        _ => $"over {Milliseconds(durations.Buckets[^2].UpTo!.Value)}",
    };

    private static string Mean(DurationStatistics durations) =>
        durations.Count == 0 ? "-" : Milliseconds(durations.Total / durations.Count);

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:#,0.##} ms");

    private static Table New(string[] words, string[] figures)
    {
        Table table = new Table { Border = TableBorder.Simple }.AddColumns(words);
        foreach (string figure in figures)
        {
            table.AddColumn(new TableColumn(figure).RightAligned());
        }

        return table;
    }
}
