using LocationAggregator.Horizon;
using LocationAggregator.Outliers;
using LocationAggregator.Stays;
using LocationAggregator.Tracks;
using Tracker.Geo.Reports;

namespace LocationAggregator.Aggregation;

/// <summary>
/// Does one tracker's past again, from the last anchor before a change to where it meets the earlier run. It reads page by
/// page, so that memory does not go with the length of the history. One a replay.
/// </summary>
internal sealed class PastReplay(
    IAggregateStore store,
    StayDetector detector,
    OutlierRule rule,
    DayCalendar calendar,
    ReplayPages pages,
    long trackerId,
    StayWindow earlier,
    HorizonState? horizon,
    PastChange change)
{
    private readonly List<StoredStay> _stored = [];
    private readonly List<StaySpan> _found = [];
    private readonly List<Fix> _outliers = [];
    private readonly HashSet<DateOnly> _days = [];
    private bool _knowsAll;
    private Fix? _passed;

    /// <summary>The days whose tracks are other now.</summary>
    public IReadOnlyCollection<DateOnly> Days => _days;

    /// <summary>Runs it. Reports after the earlier run's last are taken in where the replay does not meet that run before.</summary>
    /// <returns>What was done again, and the open window after it; null where the earlier run's holds.</returns>
    public async Task<(RedoneStretch Redone, StayWindow? Open)> RunAsync(CancellationToken cancellationToken)
    {
        ReplayBeginning beginning = await new BeginningSearch(store, detector, rule, pages.FarBack)
            .FindAsync(trackerId, change, earlier, horizon, cancellationToken);
        StayReplay replay = beginning.Replay;
        ReportKey start = replay.Start ?? ReportKey.First;
        if (await store.StayBeforeAsync(trackerId, change.First, cancellationToken) is { } before)
        {
            _stored.Add(before);
            replay.Know([before.Span]);
        }

        StayAdvance advance = await WalkAsync(beginning, cancellationToken);
        if (advance.MetAt is { } met)
        {
            _outliers.RemoveAll(outlier => outlier.Key >= met);
        }

        StoredStay? previous = await store.StayBeforeAsync(trackerId, start, cancellationToken);
        StoredStay? following = _stored.Find(stay => advance.MetAt is { } end && stay.Stay.From >= end);
        var redone = new RedoneStretch(
            _found,
            _outliers,
            _stored.FindAll(stay => replay.Covers(stay.Span, advance.MetAt)),
            await store.TripsAsync(trackerId, previous?.Stay.To ?? start, following?.Stay.From, cancellationToken),
            await store.OutliersAsync(trackerId, beginning.From, advance.MetAt, cancellationToken),
            previous,
            following);
        return (redone, advance.MetAt is null ? advance.Open : null);
    }

    private async Task<StayAdvance> WalkAsync(ReplayBeginning beginning, CancellationToken cancellationToken)
    {
        SandwichFilter filter = beginning.Filter;
        StayAdvance advance = new([], beginning.Open, MetAt: null);
        ReportKey from = beginning.From;
        while (advance.MetAt is null)
        {
            IReadOnlyList<Fix> page = await store.PageAsync(trackerId, from, pages.Reports, cancellationToken);
            bool isLast = page.Count < pages.Reports;
            List<Fix> good = Judge(filter, page);
            if (isLast && filter.End() is { } end)
            {
                good.Add(end);
            }

            await KnowThroughAsync(beginning.Replay, isLast ? null : page[^1].Key, cancellationToken);
            advance = detector.Advance(advance.Open, good, beginning.Replay);
            _found.AddRange(advance.Stays);
            if (isLast)
            {
                break;
            }

            from = page[^1].Key.Next();
        }

        return advance;
    }

    private List<Fix> Judge(SandwichFilter filter, IReadOnlyList<Fix> page)
    {
        List<Fix> good = new(page.Count + 1);
        foreach (Fix report in page)
        {
            Touch(report);
            if (filter.Push(report) is { } judged)
            {
                (judged.IsOutlier ? _outliers : good).Add(judged.Fix);
            }
        }

        return good;
    }

    // A new report may make its neighbours outliers, or redeem them: their days' tracks are other too.
    private void Touch(Fix report)
    {
        bool isNew = change.IsNew(report.Key);
        if (_passed is { } passed && (isNew || change.IsNew(passed.Key)))
        {
            _days.Add(calendar.DayOf(passed.RecordedAt));
            _days.Add(calendar.DayOf(report.RecordedAt));
        }
        else if (isNew)
        {
            _days.Add(calendar.DayOf(report.RecordedAt));
        }

        _passed = report;
    }

    // The earlier run's stays up to a key (null: all), before the replay passes them.
    private async Task KnowThroughAsync(StayReplay replay, ReportKey? key, CancellationToken cancellationToken)
    {
        while (!_knowsAll && (key is not { } through || _stored.Count == 0 || _stored[^1].Stay.From <= through))
        {
            ReportKey from = _stored.Count == 0 ? change.First : Max(change.First, _stored[^1].Stay.From.Next());
            IReadOnlyList<StoredStay> stays = await store.StaysAsync(trackerId, from, pages.Stays, cancellationToken);
            _knowsAll = stays.Count < pages.Stays;
            _stored.AddRange(stays);
            replay.Know(stays.Select(stay => stay.Span));
        }
    }

    private static ReportKey Max(ReportKey one, ReportKey other) => one > other ? one : other;
}
