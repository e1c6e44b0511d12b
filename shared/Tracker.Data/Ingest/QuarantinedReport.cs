using System.Text.Json;
using Tracker.Geo.Reports;

namespace Tracker.Data.Ingest;

/// <summary>A report's form in quarantine (<c>rejected_reports.report</c>), from which it can be judged again.</summary>
internal static class QuarantinedReport
{
    /// <summary>Null where there is no report, or one that JSON can't hold (a latitude that is no number, a key with NUL).</summary>
    public static string? Write(NewReport? report) =>
        report is not null && double.IsFinite(report.Latitude) && double.IsFinite(report.Longitude) && !report.TrackerKey.Contains('\0')
            ? JsonSerializer.Serialize(ReportRules.Normalize(report))
            : null;

    public static NewReport? Read(string? json) => json is null ? null : ReportRules.Normalize(JsonSerializer.Deserialize<NewReport>(json)!);
}
