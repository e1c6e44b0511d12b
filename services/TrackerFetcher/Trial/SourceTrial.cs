using Tracker.Data.Ingest;
using Tracker.Geo.Reports;
using TrackerFetcher.Schedules;
using TrackerFetcher.Sources;

namespace TrackerFetcher.Trial;

/// <summary>Reads a source once, from its start, and tells what it would store: nothing is stored.</summary>
internal sealed class SourceTrial(IServiceProvider readers, TimeProvider time)
{
    private const int Shown = 10;

    /// <summary>What the source gives, up to <paramref name="most"/> reports; 0 only looks at its settings.</summary>
    public async Task<TrialResult> RunAsync(SourceDefinition source, int most, CancellationToken ct)
    {
        try
        {
            SourceTimes.Check(source.Schedule, time.GetUtcNow());
            SourceReaders.Check(readers, source.Kind, source.Options);
            ISourceReader reader = SourceReaders.Check(readers, source.Kind);
            SourceRequest request = new(source.Location, Position: null, SourceReaders.Options(source.Options));
            return most == 0 ? TrialResult.Empty : await ReadAsync(reader, request, most, ct);
        }
        catch (SourceException error)
        {
            return TrialResult.Empty with { Error = error.Message };
        }
    }

    private static async Task<TrialResult> ReadAsync(ISourceReader reader, SourceRequest request, int most, CancellationToken ct)
    {
        long received = 0;
        bool isWhole = false;
        HashSet<string> trackers = new(StringComparer.Ordinal);
        List<NewReport> reports = [];
        List<RejectedInput> rejected = [];
        Dictionary<string, long> reasons = [];
        await foreach (SourceBatch batch in reader.ReadAsync(request, ct))
        {
            received += batch.Received;
            isWhole = batch.IsLast;
            trackers.UnionWith(batch.Reports.Select(report => report.TrackerKey));
            reports.AddRange(batch.Reports.Take(Shown - reports.Count));
            rejected.AddRange(batch.Rejected.Take(Shown - rejected.Count).Select(input => new RejectedInput(input.Reason, input.Detail, input.Payload)));
            foreach (IGrouping<RejectionReason, RejectedReport> group in batch.Rejected.GroupBy(input => input.Reason))
            {
                reasons[group.Key.ToString()] = reasons.GetValueOrDefault(group.Key.ToString()) + group.Count();
            }

            if (received >= most)
            {
                break;
            }
        }

        return new TrialResult(null, received, isWhole, trackers.Count, reports, rejected, reasons);
    }
}
