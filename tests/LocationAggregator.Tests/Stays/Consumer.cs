using LocationAggregator.Stays;
using Tracker.Data.Pipeline;
using Tracker.Data.Reports;

namespace LocationAggregator.Tests.Stays;

internal readonly record struct Stay(StaySpan Span, StayCentre Centre);

/// <summary>
/// Does in memory what the service does with the database, for one tracker: keeps the reports, the effective stays and the
/// open window, and knows nothing else from batch to batch. Reads reports in small chunks.
/// </summary>
internal sealed class Consumer(StayOptions options, int chunk = 7)
{
    private readonly StayDetector _detector = new(options);
    private readonly SortedList<ReportKey, Fix> _reports = [];
    private readonly List<Stay> _effective = [];
    private StayWindow? _open;

    public IReadOnlyList<Stay> Effective => [.. _effective.OrderBy(stay => stay.Span.AnchorKey)];

    /// <summary>Reports read from the store, to see that late reports do not cost the whole history.</summary>
    public int Reads { get; private set; }

    public void Process(IEnumerable<Fix> batch)
    {
        List<Fix> added = [.. batch.Where(fix => _reports.TryAdd(fix.Key, fix)).OrderBy(fix => fix.Key)];
        List<Fix> late = _open is { } window ? added.FindAll(fix => fix.Key < window.Last) : [];
        if (late.Count > 0 && !late.TrueForAll(fix => _detector.Absorbs(_open!.Value, fix)))
        {
            Replay(late);
        }

        StayAdvance advance = _detector.Advance(_open, added.GetRange(late.Count, added.Count - late.Count));
        _open = advance.Open;
        _effective.AddRange(advance.Stays.Select(WithCentre));
    }

    private void Replay(List<Fix> late)
    {
        StayReplay replay = StayReplay.For(late[0].Key, late[^1].Key, _open!.Value, _effective.Select(stay => stay.Span));
        ReportKey last = _open!.Value.Last;
        List<StaySpan> found = [];
        StayAdvance advance = new([], Open: null, MetAt: null);
        List<Fix> reports = Read(from: replay.Start, after: null, last);
        while (reports.Count > 0 && advance.MetAt is null)
        {
            advance = _detector.Advance(advance.Open, reports, replay);
            found.AddRange(advance.Stays);
            reports = advance.MetAt is null ? Read(from: null, after: reports[^1].Key, last) : [];
        }

        List<Stay> covered = _effective.FindAll(stay => replay.Covers(stay.Span, advance.MetAt));
        LogChange<Stay, Stay> change = LogDiff.Between(covered, [.. found.Select(WithCentre)], stay => stay, stay => stay);
        _effective.RemoveAll(change.Superseded.Contains);
        _effective.AddRange(change.Added);
        _open = advance.MetAt is null ? advance.Open : _open;
    }

    private List<Fix> Read(ReportKey? from, ReportKey? after, ReportKey upTo)
    {
        List<Fix> read =
        [
            .. _reports.Values
                .Where(fix => (from is not { } first || fix.Key >= first) && (after is not { } before || fix.Key > before) && fix.Key <= upTo)
                .Take(chunk),
        ];
        Reads += read.Count;
        return read;
    }

    private Stay WithCentre(StaySpan span) => new(
        span, StayCentre.Of(_reports.Values.Where(fix => fix.Key >= span.AnchorKey && fix.Key < span.ClosingKey)));
}
