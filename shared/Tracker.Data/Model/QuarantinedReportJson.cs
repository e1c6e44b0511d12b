using System.Text.Json;
using Tracker.Geo.Reports;

namespace Tracker.Data.Model;

/// <summary>A quarantined report as JSON (<c>rejected_reports.report</c>), from which it can be judged again.</summary>
internal static class QuarantinedReportJson
{
    /// <summary>Null if there is no report, or one that JSON can't hold (a latitude that is not a number, a key with NUL).</summary>
    public static string? Write(NewReport? report) =>
        report is not null && double.IsFinite(report.Latitude) && double.IsFinite(report.Longitude) && !report.TrackerKey.Contains('\0')
            ? JsonSerializer.Serialize(ReportRules.Normalize(report))
            : null;

    public static NewReport Read(string json) => ReportRules.Normalize(JsonSerializer.Deserialize<NewReport>(json)!);
}
