using System.Globalization;
using Spectre.Console;
using Tracker.Cli.Output;
using Tracker.Data.Model;
using Tracker.Geo.Reports;
using TrackerFetcher.Trial;

namespace Tracker.Cli.Sources;

/// <summary>Writes the result of a trial as text.</summary>
internal static class TrialTable
{
    public static void Write(TrialResult result, Terminal terminal)
    {
        long rejected = result.Reasons.Values.Sum();
        string partial = result.IsWhole ? "" : " looked at, and there are more";
        terminal.Write(
            $"{result.Received:N0} reports{partial}: {result.Received - rejected:N0} of {result.Trackers:N0} trackers would be stored, {rejected:N0} quarantined.");
        if (result.Reports.Count > 0)
        {
            terminal.Write(Of(result.Reports));
        }

        foreach ((string reason, long count) in result.Reasons.OrderByDescending(reason => reason.Value))
        {
            terminal.Write($"quarantined, {reason}: {count:N0}");
        }

        foreach (QuarantinedReport report in result.Rejected)
        {
            terminal.Write($"  {report.Reason}: {report.Detail}  {OneLine.Of(report.Payload, 120)}");
        }
    }

    private static Table Of(IReadOnlyList<NewReport> reports)
    {
        Table table = new Table { Border = TableBorder.Simple }.AddColumns(
            "tracker", "recorded at", "latitude", "longitude", "accuracy m", "speed m/s", "battery %");
        foreach (NewReport report in reports)
        {
            table.AddRow(
                Markup.Escape(report.TrackerKey), $"{report.RecordedAt:yyyy-MM-dd HH:mm:ss}Z", Text(report.Latitude), Text(report.Longitude),
                Text(report.AccuracyMetres), Text(report.SpeedMetresPerSecond), Text(report.BatteryPercent));
        }

        return table;
    }

    private static string Text(double? value) => value?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";
}
