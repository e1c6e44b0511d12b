using Tracker.Data.Model;
using Tracker.Geo.Reports;

namespace TrackerFetcher.Sources;

/// <summary>Judges reports one by one and collects them into batches.</summary>
/// <param name="options">The batch size, and how far in the future an event time may be.</param>
/// <param name="time">The clock by which reports are judged.</param>
/// <param name="newest">The greatest event time of earlier batches.</param>
/// <param name="isReread">Batches list the payloads of valid reports (<see cref="SourceBatch.Read"/>).</param>
internal sealed class BatchBuilder(SourceOptions options, TimeProvider time, DateTime? newest = null, bool isReread = false)
{
    private List<NewReport> _reports = [];
    private List<QuarantinedReport> _rejected = [];
    private List<string>? _read = isReread ? [] : null;
    private DateTime _now = time.GetUtcNow().UtcDateTime;

    public int Received => _reports.Count + _rejected.Count;

    /// <summary>The greatest event time of a valid report so far; null = there was none.</summary>
    public DateTime? Newest { get; private set; } = newest;

    public bool IsFull => Received >= options.BatchSize;

    /// <summary>Adds a report, or quarantines it with <paramref name="payload"/>, its raw text in UTF-8.</summary>
    public void Add(NewReport report, ReadOnlySpan<byte> payload)
    {
        NewReport normalized = ReportRules.Normalize(report);
        if (Judge(normalized) is { } reason)
        {
            Reject(reason, Explain(reason, normalized), Excerpt.Of(payload), report.TrackerKey, normalized);
        }
        else
        {
            _read?.Add(Excerpt.Of(payload));
        }
    }

    /// <summary>Adds a report, or quarantines it with the <paramref name="payload"/> of its origin.</summary>
    public void Add<T>(NewReport report, T origin, Func<T, string> payload)
    {
        NewReport normalized = ReportRules.Normalize(report);
        if (Judge(normalized) is { } reason)
        {
            Reject(reason, Explain(reason, normalized), payload(origin), report.TrackerKey, normalized);
        }
        else
        {
            _read?.Add(Excerpt.Of(payload(origin)));
        }
    }

    /// <summary>
    /// Quarantines an input, with its <paramref name="report"/> if it could be read and breaks a rule that it may keep later.
    /// </summary>
    public void Reject(RejectionReason reason, string detail, string payload, string? trackerKey = null, NewReport? report = null) =>
        _rejected.Add(new QuarantinedReport(
            reason,
            Excerpt.Of(detail, Excerpt.Longest),
            Excerpt.Of(payload),
            report,
            string.IsNullOrWhiteSpace(trackerKey) ? null : Excerpt.Of(trackerKey.Trim(), ReportRules.MaxTrackerKeyLength)));

    /// <summary>Returns the batch and starts the next one.</summary>
    public SourceBatch Build(string position, bool isLast)
    {
        SourceBatch batch = new(_reports, _rejected, Received, position, isLast, _read);
        _reports = new List<NewReport>(isLast ? 0 : options.BatchSize);
        _rejected = [];
        _read = isReread ? [] : null;
        _now = time.GetUtcNow().UtcDateTime;
        return batch;
    }

    private RejectionReason? Judge(NewReport normalized)
    {
        RejectionReason? reason = ReportRules.Reject(normalized, _now, options.FutureTolerance);
        if (reason is null)
        {
            _reports.Add(normalized);
            Newest = Newest > normalized.RecordedAt ? Newest : normalized.RecordedAt;
        }

        return reason;
    }

    private string Explain(RejectionReason reason, NewReport report) => reason switch
    {
        RejectionReason.MissingTracker => $"The tracker's key is empty, longer than {ReportRules.MaxTrackerKeyLength} characters or not text.",
        RejectionReason.ImpossibleCoordinates => $"({report.Latitude}, {report.Longitude}) is not on the globe.",
        RejectionReason.NullIsland => "(0, 0): a receiver without a fix.",
        RejectionReason.BeforeYear2000 => $"{report.RecordedAt:O} is before 2000: a clock that was never set.",
        RejectionReason.InFuture => $"{report.RecordedAt:O} is later than {_now:O} and the tolerance of {options.FutureTolerance:c}.",
        _ => reason.ToString(),
    };
}
