using System.Text.Json;
using Tracker.Data.Ingest;
using Tracker.Data.Model;
using Tracker.Geo.Reports;

namespace TrackerFetcher.Fetching;

/// <summary>Reports that the database refused though they break no rule, for the quarantine.</summary>
internal static class RefusedReports
{
    private static readonly QuarantinedReport Erased = new(RejectionReason.Erased, "", "");

    public static IEnumerable<QuarantinedReport> Of(IngestResult result) =>
    [
        .. result.Unknown.Select(Unknown),
        .. result.TooOld.Select(TooOld),
        .. Enumerable.Repeat(Erased, result.Erased),
    ];

    /// <summary>The payload of a refused report in the quarantine.</summary>
    public static string Payload(NewReport report) => JsonSerializer.Serialize(report);

    private static QuarantinedReport Unknown(NewReport report) => new(
        RejectionReason.UnknownTracker,
        $"The tracker '{report.TrackerKey}' is not registered, and the source does not register trackers.",
        Payload(report),
        report);

    private static QuarantinedReport TooOld(NewReport report) => new(
        RejectionReason.TooOld,
        "It lies before the retention horizon (`./tracker retention`): the reports of its time are gone, or about to go.",
        Payload(report),
        report);
}
