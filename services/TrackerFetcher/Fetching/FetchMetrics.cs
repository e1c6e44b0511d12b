using System.Diagnostics.Metrics;
using Tracker.Data.Ingest;
using Tracker.Data.Model;

namespace TrackerFetcher.Fetching;

/// <summary>The fetcher's instruments (meter <c>Tracker.Fetch</c>).</summary>
internal static class FetchMetrics
{
    private static readonly Meter Meter = new("Tracker.Fetch");

    private static readonly Counter<long> Stored = Meter.CreateCounter<long>("tracker.fetch.stored", "{report}", "Reports stored.");

    private static readonly Counter<long> Duplicates =
        Meter.CreateCounter<long>("tracker.fetch.duplicates", "{report}", "Reports that were stored already.");

    private static readonly Counter<long> Rejected =
        Meter.CreateCounter<long>("tracker.fetch.rejected", "{report}", "Reports quarantined, by reason.");

    /// <summary>Counts reports once they are durable, whether or not the claim is kept.</summary>
    public static void RecordStored(string source, IngestResult result) => Stored.Add(result.Stored, Tag(source));

    /// <summary>
    /// Counts the other reports of a batch once its position is written: without that the batch is read and counted again.
    /// </summary>
    public static void RecordAdvance(string source, IngestResult result, IReadOnlyCollection<QuarantinedReport> rejected)
    {
        Duplicates.Add(result.Duplicates, Tag(source));
        foreach (IGrouping<string, QuarantinedReport> reason in rejected.GroupBy(report => report.Reason.ToString()))
        {
            Rejected.Add(reason.Count(), Tag(source), new KeyValuePair<string, object?>("reason", reason.Key));
        }
    }

    private static KeyValuePair<string, object?> Tag(string source) => new("source", source);
}
