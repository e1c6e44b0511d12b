using GeofenceProcessor.Fences;
using GeofenceProcessor.Indexing;
using GeofenceProcessor.Judging;
using GeofenceProcessor.Rejudging;
using Tracker.Data.Fences;
using Tracker.Data.Fences.Areas;
using Tracker.Data.Model;
using Tracker.Data.Pipeline;
using Tracker.Data.Reports;

namespace GeofenceProcessor.Tests.Rejudging;

/// <summary>A shard as the service has it in the database: reports, effective events, presences, and its cursor.</summary>
/// <param name="judge">The rule.</param>
/// <param name="isNarrowed">Whether a change is judged where it touches, or everywhere.</param>
internal sealed class MemoryShard(FenceJudge judge, bool isNarrowed)
{
    private readonly SortedDictionary<long, SortedList<ReportKey, Fix>> _reports = [];
    private readonly Dictionary<long, List<StoredEvent>> _events = [];
    private readonly Dictionary<long, List<Presence>> _presences = [];
    private FenceSnapshot _fences = new(0, new FenceIndex([]), []);
    private ConsumerCursor _cursor = new() { Consumer = Consumers.GeofenceProcessor, JudgedUntil = FenceVersion.Always.From };

    /// <summary>Reports that were judged anew.</summary>
    public int Rejudged { get; private set; }

    /// <summary>All that an observer can see.</summary>
    public IEnumerable<object> State => _reports.Keys
        .SelectMany(tracker => Events(tracker).Select(entry => (tracker, (object)entry.Event)).Concat(Presences(tracker).Select(presence => (tracker, (object)presence))))
        .Select(entry => (object)entry)
        .OrderBy(entry => entry.ToString(), StringComparer.Ordinal);

    public void Take(long tracker, IEnumerable<Fix> batch)
    {
        SortedList<ReportKey, Fix> reports = _reports.TryGetValue(tracker, out SortedList<ReportKey, Fix>? known) ? known : _reports[tracker] = [];
        ReportKey[] added = [.. batch.Where(fix => reports.TryAdd(fix.Key, fix)).Select(fix => fix.Key)];
        if (added.Length > 0)
        {
            Judge(TrackFrom(tracker, added.Min()), _cursor.JudgedUntil);
        }
    }

    public void Rejudge(FenceSnapshot fences, DateTime until)
    {
        _fences = fences;
        if (!fences.IsDue(_cursor, until))
        {
            return;
        }

        FenceReach reach = new(fences.Index, judge, fences.AffectedSince(_cursor, until));
        foreach (long tracker in _reports.Keys)
        {
            Track? track = isNarrowed ? Touched(tracker, reach) : TrackFrom(tracker, new ReportKey(reach.Since, long.MinValue));
            if (track is not null)
            {
                Rejudged += track.Reports.Count + 1;
                Judge(track, until);
            }
        }

        _cursor = _cursor with { FenceRevision = fences.Revision, JudgedUntil = until };
        foreach (long tracker in _reports.Keys.Where(tracker => Presences(tracker).Exists(presence => presence.DwellAt <= until)))
        {
            Judge(TrackFrom(tracker, new ReportKey(DateTime.MaxValue, long.MaxValue)), until);
        }
    }

    // What the service asks the database.
    private Track? Touched(long tracker, FenceReach reach)
    {
        Track whole = TrackFrom(tracker, new ReportKey(reach.Since, long.MinValue));
        if (Presences(tracker).Exists(presence => reach.FenceIds.Contains(presence.FenceId))
            || Events(tracker).Exists(entry => entry.Event.OccurredAt >= reach.Since && reach.FenceIds.Contains(entry.Event.FenceId)))
        {
            return whole;
        }

        Fix? before = null;
        foreach (Fix report in whole.Reports.Where(fix => judge.Decides(fix)).Prepend(whole.Previous ?? default).Where(fix => fix != default))
        {
            IReadOnlyList<Box> way = FenceArea.BoxesOfWay(new Place(reach.AnyCrossings ? before ?? report : report), new Place(report));
            if (reach.Trackers?.Contains(tracker) != false && way.Any(part => reach.Boxes.Any(box => box.Meets(part))))
            {
                ReportKey from = new(reach.Since, long.MinValue);
                return reach.Narrow(TrackFrom(tracker, report.Key > from ? report.Key : from));
            }

            before = report;
        }

        return null;
    }

    private Track TrackFrom(long tracker, ReportKey from)
    {
        IList<Fix> reports = _reports[tracker].Values;
        return new Track(
            tracker,
            reports.Where(fix => fix.Key < from && judge.Decides(fix)).Select(fix => (Fix?)fix).LastOrDefault(),
            [.. reports.Where(fix => fix.Key >= from)]);
    }

    private void Judge(Track track, DateTime horizon)
    {
        List<StoredEvent> events = Events(track.TrackerId);
        List<Presence> presences = Presences(track.TrackerId);
        TrackerJudgement judgement = TrackerJudgement.Of(judge, _fences.Index, track, events, presences, horizon);
        events.RemoveAll(judgement.Superseded.Contains);
        events.AddRange(judgement.Added.Select(added => new StoredEvent(track.TrackerId, 0, added)));
        presences.RemoveAll(known => judgement.Left.Contains(known.FenceId) || judgement.Present.Any(present => present.FenceId == known.FenceId));
        presences.AddRange(judgement.Present);
    }

    private List<StoredEvent> Events(long tracker) => _events.TryGetValue(tracker, out List<StoredEvent>? known) ? known : _events[tracker] = [];

    private List<Presence> Presences(long tracker) => _presences.TryGetValue(tracker, out List<Presence>? known) ? known : _presences[tracker] = [];
}
