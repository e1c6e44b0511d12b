using Tracker.Data.Ingest;
using Tracker.Data.Model;
using Tracker.Geo.Reports;
using TrackerFetcher.Schedules;
using TrackerFetcher.Sources;

namespace TrackerFetcher.Trial;

/// <summary>Reads a source once, from its start, and returns what would be stored. Nothing is stored.</summary>
internal sealed class SourceTrial(SourceReaders readers, TimeProvider time)
{
    private const int Shown = 10;

    /// <summary>Reads about <paramref name="limit"/> reports; 0 only checks the definition.</summary>
    public async Task<TrialResult> RunAsync(SourceDefinition source, int limit, CancellationToken ct)
    {
        try
        {
            NextTurn.Check(source.Schedule, time.GetUtcNow());
            readers.Validate(source.Kind, source.Options);
            SourceRequest request = new(source.Location, Position: null, SourceOptions.Parse(source.Options));
            return limit == 0 ? TrialResult.Empty : await ReadAsync(readers.Get(source.Kind), request, limit, ct);
        }
        catch (SourceException error)
        {
            return TrialResult.Empty with { Error = error.Message };
        }
    }

    private static async Task<TrialResult> ReadAsync(ISourceReader reader, SourceRequest request, int limit, CancellationToken ct)
    {
        long received = 0;
        bool isWhole = false;
        HashSet<string> trackers = new(StringComparer.Ordinal);
        List<NewReport> reports = [];
        List<QuarantinedReport> rejected = [];
        Dictionary<string, long> reasons = [];
        await foreach (SourceBatch batch in reader.ReadAsync(request, ct))
        {
            received += batch.Received;
            isWhole = batch.IsLast;
            trackers.UnionWith(batch.Reports.Select(report => report.TrackerKey));
            reports.AddRange(batch.Reports.Take(Shown - reports.Count));
            rejected.AddRange(batch.Rejected.Take(Shown - rejected.Count).Select(input => input with { Report = null, TrackerKey = null }));
            foreach (IGrouping<RejectionReason, QuarantinedReport> group in batch.Rejected.GroupBy(report => report.Reason))
            {
                reasons[group.Key.ToString()] = reasons.GetValueOrDefault(group.Key.ToString()) + group.Count();
            }

            if (received >= limit)
            {
                break;
            }
        }

        return new TrialResult(null, received, isWhole, trackers.Count, reports, rejected, reasons);
    }
}
