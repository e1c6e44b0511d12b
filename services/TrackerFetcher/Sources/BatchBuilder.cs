using Tracker.Data.Reports;

namespace TrackerFetcher.Sources;

/// <summary>Judges reports one by one and gathers the next batch.</summary>
internal sealed class BatchBuilder(SourceOptions options, TimeProvider time)
{
    private List<NewReport> _reports = [];
    private List<RejectedReport> _rejected = [];
    private DateTime _now = time.GetUtcNow().UtcDateTime;

    public int Received => _reports.Count + _rejected.Count;

    public bool IsFull => Received >= options.BatchSize;

    /// <summary>Takes a report, or quarantines it with <paramref name="payload"/>, its raw text in UTF-8.</summary>
    public void Add(NewReport report, ReadOnlySpan<byte> payload)
    {
        if (Judge(report) is { } reason)
        {
            Reject(reason, Explain(reason, report), RejectedReport.Excerpt(payload), report.TrackerKey);
        }
    }

    /// <summary>Takes a report, or quarantines it with <paramref name="payload"/> of its origin.</summary>
    public void Add<T>(NewReport report, T origin, Func<T, string> payload)
    {
        if (Judge(report) is { } reason)
        {
            Reject(reason, Explain(reason, report), payload(origin), report.TrackerKey);
        }
    }

    /// <summary>Quarantines what is no report.</summary>
    public void Reject(RejectionReason reason, string detail, string payload, string? trackerKey = null) =>
        _rejected.Add(new RejectedReport(
            reason,
            RejectedReport.Excerpt(detail, RejectedReport.LongestPayload),
            RejectedReport.Excerpt(payload, RejectedReport.LongestPayload),
            string.IsNullOrWhiteSpace(trackerKey) ? null : RejectedReport.Excerpt(trackerKey.Trim(), ReportRules.LongestTrackerKey)));

    /// <summary>The batch so far; the builder starts the next one.</summary>
    public SourceBatch Build(string position, bool isLast)
    {
        SourceBatch batch = new(_reports, _rejected, Received, position, isLast);
        _reports = new List<NewReport>(isLast ? 0 : options.BatchSize);
        _rejected = [];
        _now = time.GetUtcNow().UtcDateTime;
        return batch;
    }

    private RejectionReason? Judge(NewReport report)
    {
        NewReport normalized = ReportRules.Normalize(report);
        RejectionReason? reason = ReportRules.Reject(normalized, _now, options.FutureTolerance);
        if (reason is null)
        {
            _reports.Add(normalized);
        }

        return reason;
    }

    private string Explain(RejectionReason reason, NewReport report) => reason switch
    {
        RejectionReason.MissingTracker => $"The tracker's key is empty, longer than {ReportRules.LongestTrackerKey} characters or not text.",
        RejectionReason.ImpossibleCoordinates => $"({report.Latitude}, {report.Longitude}) is not on the globe.",
        RejectionReason.NullIsland => "(0, 0): a receiver without a fix.",
        RejectionReason.BeforeYear2000 => $"{report.RecordedAt:O} is before 2000: a clock that was never set.",
        RejectionReason.InFuture => $"{report.RecordedAt:O} is later than {_now:O} and the tolerance of {options.FutureTolerance:c}.",
        _ => reason.ToString(),
    };
}
