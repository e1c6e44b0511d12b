using GeofenceProcessor.Indexing;
using GeofenceProcessor.Judging;
using Tracker.Data.Fences;
using Tracker.Data.Pipeline;
using Tracker.Data.Reports;

namespace GeofenceProcessor.Tests.Judging;

/// <summary>
/// Does in memory what the service does with the database, for one tracker: keeps the reports and the effective events and
/// knows nothing else from batch to batch. Reads reports in small chunks.
/// </summary>
internal sealed class Consumer(FenceJudgeOptions options, IEnumerable<FenceVersion> fences, int chunk = 7)
{
    private readonly FenceJudge _judge = new(options);
    private readonly SortedList<ReportKey, Fix> _reports = [];
    private FenceIndex _fences = new(fences);
    private List<FenceEvent> _effective = [];

    public IReadOnlyList<FenceEvent> Effective => _effective;

    /// <summary>Reports read from the store, to see that late reports do not cost the whole history.</summary>
    public int Reads { get; private set; }

    public void Process(IEnumerable<Fix> batch, DateTime now)
    {
        List<Fix> added = [.. batch.Where(fix => _reports.TryAdd(fix.Key, fix)).OrderBy(fix => fix.Key)];
        if (added.Count > 0)
        {
            Replay(from: added[0].Key, mayMeetAfter: added[^1].Key, now);
            Settle(now);
        }
    }

    /// <summary>Fences changed, from an event time on: like a late report, but every later report may be judged anew.</summary>
    public void Change(IEnumerable<FenceVersion> fences, DateTime from, DateTime now)
    {
        _fences = new FenceIndex(fences);
        Replay(new ReportKey(from, long.MinValue), mayMeetAfter: null, now);
    }

    /// <summary>Boundaries that came due since the last report.</summary>
    public void Settle(DateTime now)
    {
        if (LastDeciding(before: null) is { } last)
        {
            FenceJudgement judgement = _judge.Judge(_fences, 1, last, FenceStates.InsideAfter(_effective, last.Key), [], now);
            Apply(last.Key, upTo: null, judgement.Events);
        }
    }

    private void Replay(ReportKey from, ReportKey? mayMeetAfter, DateTime now)
    {
        Fix? previous = LastDeciding(from);
        IReadOnlyList<InsideFence> inside = FenceStates.InsideAfter(_effective, previous?.Key);

        // What stood before: what follows from it is what may be left as it is.
        List<FenceEvent> stood = [.. _effective];
        while (true)
        {
            List<Fix> reports = Read(after: previous?.Key);
            bool toTheEnd = reports.Count < chunk;
            FenceJudgement judgement = _judge.Judge(_fences, 1, previous, inside, reports, toTheEnd ? now : DateTime.MinValue);
            Fix? last = reports.Count > 0 ? reports[^1] : previous;
            bool met = mayMeetAfter is { } key && last?.Key > key
                && FenceStates.Same(Inside(judgement), FenceStates.InsideAfter(stood, last?.Key));
            Apply(previous?.Key, toTheEnd ? null : last?.Key, judgement.Events);
            if (toTheEnd || met)
            {
                return;
            }

            (previous, inside) = (last, Inside(judgement));
        }
    }

    private static InsideFence[] Inside(FenceJudgement judgement) =>
        [.. judgement.Inside.Select(presence => new InsideFence(presence.FenceId, presence.EnteredAt))];

    private void Apply(ReportKey? after, ReportKey? upTo, IReadOnlyList<FenceEvent> computed)
    {
        List<FenceEvent> range = _effective.FindAll(
            known => FenceStates.IsAfter(known, after) && (upTo is not { } end || !FenceStates.IsAfter(known, end)));
        LogChange<FenceEvent, FenceEvent> change = LogDiff.Between(range, computed, known => known, found => found);
        _effective.RemoveAll(change.Superseded.Contains);

        // The ids of the tests descend where the keys ascend.
        _effective = [.. _effective.Concat(change.Added).Order(Comparer<FenceEvent>.Create(FenceStates.Order)).ThenByDescending(happened => happened.FenceId)];
    }

    private Fix? LastDeciding(ReportKey? before) => _reports.Values
        .Where(fix => _judge.Decides(fix) && (before is not { } key || fix.Key < key))
        .Select(fix => (Fix?)fix)
        .LastOrDefault();

    private List<Fix> Read(ReportKey? after)
    {
        List<Fix> read = [.. _reports.Values.Where(fix => _judge.Decides(fix) && (after is not { } key || fix.Key > key)).Take(chunk)];
        Reads += read.Count;
        return read;
    }
}
