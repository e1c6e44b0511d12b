using LocationAggregator.History;
using LocationAggregator.Horizon;
using LocationAggregator.Outliers;
using LocationAggregator.Stays;
using LocationAggregator.Tracks;
using Tracker.Geo.Reports;

namespace LocationAggregator.Replaying;

/// <summary>
/// Recomputes one tracker's history from the last anchor before a change to the point where it converges with the earlier run.
/// Reads page by page: memory is bounded regardless of history length. One instance per replay.
/// </summary>
internal sealed class HistoryReplay(
    IAggregateStore store,
    StayDetector detector,
    OutlierRule rule,
    DayCalendar calendar,
    ReplayPaging paging,
    long trackerId,
    StayWindow earlier,
    HorizonState? horizon,
    HistoryChange change)
{
    private readonly List<StoredStay> _storedStays = [];
    private readonly List<StaySpan> _computedStays = [];
    private readonly List<Fix> _outliers = [];
    private readonly HashSet<DateOnly> _days = [];
    private bool _hasAllStoredStays;
    private Fix? _previous;

    /// <summary>Days whose tracks changed.</summary>
    public IReadOnlyCollection<DateOnly> Days => _days;

    /// <summary>Runs the replay. If it does not converge with the earlier run, it continues through all later reports.</summary>
    /// <returns>The recomputed segment, and the open window after it; null if the window of the earlier run is still valid.</returns>
    public async Task<(RecomputedSegment Recomputed, StayWindow? Open)> RunAsync(CancellationToken cancellationToken)
    {
        ReplayStart start = await new ReplayStartSearch(store, detector, rule, paging.GapSearchThreshold)
            .FindAsync(trackerId, change, earlier, horizon, cancellationToken);
        StayReplay replay = start.Replay;
        ReportKey from = replay.Start ?? ReportKey.First;
        if (await store.StayBeforeAsync(trackerId, change.First, cancellationToken) is { } before)
        {
            _storedStays.Add(before);
            replay.AddAnchors([before.Span]);
        }

        StayAdvance advance = await WalkAsync(start, cancellationToken);
        if (advance.ConvergedAt is { } converged)
        {
            _outliers.RemoveAll(outlier => outlier.Key >= converged);
        }

        StoredStay? previous = await store.StayBeforeAsync(trackerId, from, cancellationToken);
        StoredStay? following = _storedStays.Find(stay => advance.ConvergedAt is { } end && stay.Stay.From >= end);
        var recomputed = new RecomputedSegment(
            _computedStays,
            _outliers,
            _storedStays.FindAll(stay => replay.Covers(stay.Span, advance.ConvergedAt)),
            await store.TripsAsync(trackerId, previous?.Stay.To ?? from, following?.Stay.From, cancellationToken),
            await store.OutliersAsync(trackerId, start.From, advance.ConvergedAt, cancellationToken),
            previous,
            following);
        return (recomputed, advance.ConvergedAt is null ? advance.Open : null);
    }

    private async Task<StayAdvance> WalkAsync(ReplayStart start, CancellationToken cancellationToken)
    {
        SpikeFilter filter = start.Filter;
        StayAdvance advance = new([], start.Open, ConvergedAt: null);
        ReportKey from = start.From;
        while (advance.ConvergedAt is null)
        {
            IReadOnlyList<Fix> page = await store.PageAsync(trackerId, from, paging.Reports, cancellationToken);
            bool isLast = page.Count < paging.Reports;
            List<Fix> good = Judge(filter, page);
            if (isLast && filter.Finish() is { } end)
            {
                good.Add(end);
            }

            await ReadStoredStaysAsync(start.Replay, isLast ? null : page[^1].Key, cancellationToken);
            advance = detector.Advance(advance.Open, good, start.Replay);
            _computedStays.AddRange(advance.Stays);
            if (isLast)
            {
                break;
            }

            from = page[^1].Key.Next();
        }

        return advance;
    }

    private List<Fix> Judge(SpikeFilter filter, IReadOnlyList<Fix> page)
    {
        List<Fix> good = new(page.Count + 1);
        foreach (Fix report in page)
        {
            AddChangedDays(report);
            if (filter.Push(report) is { } judged)
            {
                (judged.IsOutlier ? _outliers : good).Add(judged.Fix);
            }
        }

        return good;
    }

    // A new report can turn its neighbours into outliers, or back: the tracks of their days change too.
    private void AddChangedDays(Fix report)
    {
        bool isNew = change.IsNew(report.Key);
        if (_previous is { } previous && (isNew || change.IsNew(previous.Key)))
        {
            _days.Add(calendar.DayOf(previous.RecordedAt));
            _days.Add(calendar.DayOf(report.RecordedAt));
        }
        else if (isNew)
        {
            _days.Add(calendar.DayOf(report.RecordedAt));
        }

        _previous = report;
    }

    // Reads the stays of the earlier run that begin at or before a key (null: all of them), before the replay passes that key.
    private async Task ReadStoredStaysAsync(StayReplay replay, ReportKey? key, CancellationToken cancellationToken)
    {
        while (!_hasAllStoredStays && (key is not { } through || _storedStays.Count == 0 || _storedStays[^1].Stay.From <= through))
        {
            ReportKey from = _storedStays.Count == 0 ? change.First : Max(change.First, _storedStays[^1].Stay.From.Next());
            IReadOnlyList<StoredStay> stays = await store.StaysAsync(trackerId, from, paging.Stays, cancellationToken);
            _hasAllStoredStays = stays.Count < paging.Stays;
            _storedStays.AddRange(stays);
            replay.AddAnchors(stays.Select(stay => stay.Span));
        }
    }

    private static ReportKey Max(ReportKey one, ReportKey other) => one > other ? one : other;
}
