using System.Globalization;
using Spectre.Console;
using Tracker.Cli.Output;
using Tracker.Data.Ingest;
using Tracker.Geo.Reports;

namespace Tracker.Cli.Sources;

/// <summary>A trial for people.</summary>
internal static class TrialTable
{
    public static void Write(TrialAnswer answer, Terminal terminal)
    {
        long rejected = answer.Reasons.Values.Sum();
        terminal.Write($"{answer.Received:N0} reports{(answer.IsWhole ? "" : " looked at, and there are more")}: {answer.Received - rejected:N0} of {answer.Trackers:N0} trackers would be stored, {rejected:N0} quarantined.");
        if (answer.Reports.Count > 0)
        {
            terminal.Write(Of(answer.Reports));
        }

        foreach ((string reason, long count) in answer.Reasons.OrderByDescending(reason => reason.Value))
        {
            terminal.Write($"quarantined, {reason}: {count:N0}");
        }

        foreach (RejectedInput input in answer.Rejected)
        {
            terminal.Write($"  {input.Reason}: {input.Detail}  {OneLine.Of(input.Payload, 120)}");
        }
    }

    private static Table Of(IReadOnlyList<NewReport> reports)
    {
        Table table = new Table { Border = TableBorder.Simple }.AddColumns("tracker", "recorded at", "latitude", "longitude", "accuracy m", "speed m/s", "battery %");
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
