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

    public static void Record(string source, IngestResult result, IReadOnlyCollection<RejectedInput> rejected)
    {
        var tag = new KeyValuePair<string, object?>("source", source);
        Stored.Add(result.Stored, tag);
        Duplicates.Add(result.Duplicates, tag);
        foreach (IGrouping<string, RejectedInput> reason in rejected.GroupBy(input => input.Reason.ToString()))
        {
            Rejected.Add(reason.Count(), tag, new KeyValuePair<string, object?>("reason", reason.Key));
        }
    }
}
