using System.Diagnostics.Metrics;
using Tracker.Data.Ingest;

namespace TrackerFetcher;

/// <summary>The fetcher's instruments (meter <c>Tracker.Fetch</c>).</summary>
internal static class FetchMetrics
{
    private static readonly Meter Meter = new("Tracker.Fetch");
    private static readonly Counter<long> Stored = Meter.CreateCounter<long>("tracker.fetch.stored", "{report}", "Reports stored.");
    private static readonly Counter<long> Duplicates = Meter.CreateCounter<long>("tracker.fetch.duplicates", "{report}", "Reports that were stored already.");
    private static readonly Counter<long> Rejected = Meter.CreateCounter<long>("tracker.fetch.rejected", "{report}", "Reports quarantined, by reason.");

    /// <summary>Reports that are durable now, whoever may take the source over.</summary>
    public static void RecordStored(string source, IngestResult result) => Stored.Add(result.Stored, Of(source));

    /// <summary>What else a batch gave, once its position is written: else another fetcher reads it again and counts it.</summary>
    public static void RecordAdvance(string source, IngestResult result, IReadOnlyCollection<RejectedInput> rejected)
    {
        Duplicates.Add(result.Duplicates, Of(source));
        foreach (IGrouping<string, RejectedInput> reason in rejected.GroupBy(input => input.Reason.ToString()))
        {
            Rejected.Add(reason.Count(), Of(source), new KeyValuePair<string, object?>("reason", reason.Key));
        }
    }

    private static KeyValuePair<string, object?> Of(string source) => new("source", source);
}
