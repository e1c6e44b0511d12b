using GeofenceProcessor.Fences;
using GeofenceProcessor.Indexing;
using GeofenceProcessor.Judging;
using GeofenceProcessor.Recomputing;
using GeofenceProcessor.Replaying;
using Tracker.Data.Fences;
using Tracker.Geo.Fences.Areas;
using Tracker.Geo.Reports;

namespace GeofenceProcessor.Tests;

/// <summary>A shard as the service stores it in the database: reports, effective events, presences, and its progress.</summary>
/// <param name="judge">The judge.</param>
/// <param name="isNarrowed">Whether a change recomputes only what it can affect, or everything.</param>
/// <param name="page">The number of reports per page.</param>
internal sealed class MemoryShard(FenceJudge judge, bool isNarrowed = true, int page = 7)
{
    private readonly SortedDictionary<long, SortedList<ReportKey, Fix>> _reports = [];
    private readonly Dictionary<long, List<StoredEvent>> _events = [];
    private readonly Dictionary<long, List<Presence>> _presences = [];
    private FenceSnapshot _fences = new(0, new FenceIndex([]), []);
    private ShardProgress _progress = new();

    /// <summary>The number of reports judged again.</summary>
    public int RecomputedReports { get; private set; }

    /// <summary>The number of reports read page by page.</summary>
    public int Reads { get; private set; }

    /// <summary>Everything that an observer can see.</summary>
    public IEnumerable<object> State => _reports.Keys
        .SelectMany(tracker => Events(tracker).Select(entry => (tracker, (object)entry.Event)).Concat(Presences(tracker).Select(presence => (tracker, (object)presence))))
        .Select(entry => (object)entry)
        .OrderBy(entry => entry.ToString(), StringComparer.Ordinal);

    public void Take(long tracker, IEnumerable<Fix> batch)
    {
        SortedList<ReportKey, Fix> reports = _reports.TryGetValue(tracker, out SortedList<ReportKey, Fix>? known) ? known : _reports[tracker] = [];
        Fix? last = reports.Values.Where(fix => judge.IsAccurateEnough(fix)).Select(fix => (Fix?)fix).LastOrDefault();
        Fix[] added = [.. batch.Where(fix => reports.TryAdd(fix.Key, fix)).OrderBy(fix => fix.Key)];
        if (added.Length == 0)
        {
            return;
        }

        Track track = last?.Key > added[0].Key
            ? new Track(tracker, Before(tracker, added[0].Key), []) { Unread = added[0].Key, LastNew = added[^1].Key }
            : new Track(tracker, last, added);
        Judge(track, RecomputationPass.JudgingLimit(_progress));
    }

    /// <summary>The revision of fences that every tracker has been judged by.</summary>
    public long FenceRevision => _progress.FenceRevision;

    /// <summary>Recomputes the trackers that changes of fences affect, then those whose dwell is due.</summary>
    /// <param name="fences">The current fences.</param>
    /// <param name="now">The judging limit.</param>
    /// <param name="trackers">The maximum number of trackers.</param>
    /// <returns>Whether nothing is left to do.</returns>
    public bool Recompute(FenceSnapshot fences, DateTime now, int trackers = int.MaxValue)
    {
        _fences = fences;
        if (fences.IsDue(_progress, now))
        {
            JudgeAnew(now, trackers);
        }

        if (fences.IsDue(_progress, now))
        {
            return false;
        }

        foreach (long tracker in _reports.Keys.Where(tracker => Presences(tracker).Exists(presence => presence.DwellAt <= now)))
        {
            Judge(TrackFrom(tracker, new ReportKey(DateTime.MaxValue, long.MaxValue)), now);
        }

        return true;
    }

    /// <summary>The tracker's effective events, in order.</summary>
    public IEnumerable<FenceEvent> Effective(long tracker) => Events(tracker)
        .Select(entry => entry.Event)
        .Order(Comparer<FenceEvent>.Create(FenceStates.Order))
        .ThenBy(happened => _fences.Index[happened.FenceId].Key, StringComparer.Ordinal);

    /// <summary>The fences that the tracker is inside of.</summary>
    public IEnumerable<Presence> Inside(long tracker) => Presences(tracker).OrderBy(presence => _fences.Index[presence.FenceId].Key, StringComparer.Ordinal);

    private void JudgeAnew(DateTime now, int trackers)
    {
        RecomputationPass pass = RecomputationPass.Of(_progress, _fences, now);
        FenceChangeImpact impact = new(_fences.Index, judge, _fences.AffectedSince(_progress, pass.Until));
        Track[] touched =
        [
            .. _reports.Keys.Where(tracker => tracker > pass.After)
                .Select(tracker => isNarrowed ? Touched(tracker, impact) : TrackFrom(tracker, new ReportKey(impact.Since, long.MinValue)))
                .OfType<Track>()
                .Take(trackers),
        ];
        foreach (Track track in touched)
        {
            RecomputedReports += track.Reports.Count + 1;
            Judge(track, pass.Until);
        }

        _progress = pass.Advance(_progress, touched.Length < trackers ? null : touched[^1].TrackerId);
    }

    // What the service queries from the database.
    private Track? Touched(long tracker, FenceChangeImpact impact)
    {
        Track whole = TrackFrom(tracker, new ReportKey(impact.Since, long.MinValue));
        if (Presences(tracker).Exists(presence => impact.FenceIds.Contains(presence.FenceId))
            || Events(tracker).Exists(entry => entry.Event.OccurredAt >= impact.Since && impact.FenceIds.Contains(entry.Event.FenceId)))
        {
            return whole;
        }

        Fix? before = null;
        foreach (Fix report in whole.Reports.Where(fix => judge.IsAccurateEnough(fix)).Prepend(whole.Previous ?? default).Where(fix => fix != default))
        {
            IReadOnlyList<Box> leg = FenceArea.BoxesOfLeg(new PreparedPoint(impact.AnyCrossings ? before ?? report : report), new PreparedPoint(report));
            if (impact.Trackers?.Contains(tracker) != false && leg.Any(part => impact.Boxes.Any(box => box.Intersects(part))))
            {
                ReportKey from = new(impact.Since, long.MinValue);
                return impact.Narrow(TrackFrom(tracker, report.Key > from ? report.Key : from));
            }

            before = report;
        }

        return null;
    }

    private Track TrackFrom(long tracker, ReportKey from)
    {
        IList<Fix> reports = _reports[tracker].Values;
        return new Track(tracker, Before(tracker, from), [.. reports.Where(fix => fix.Key >= from)]);
    }

    private Fix? Before(long tracker, ReportKey from) =>
        _reports[tracker].Values.Where(fix => fix.Key < from && judge.IsAccurateEnough(fix)).Select(fix => (Fix?)fix).LastOrDefault();

    private void Judge(Track track, DateTime judgingLimit)
    {
        List<StoredEvent> events = Events(track.TrackerId);
        List<Presence> presences = Presences(track.TrackerId);
        TrackerJudgement judgement = Replay(new TrackReplay(judge, _fences.Index, track, [.. events], [.. presences]), track, judgingLimit);
        events.RemoveAll(judgement.Superseded.Contains);
        events.AddRange(judgement.Added.Select(added => new StoredEvent(track.TrackerId, 0, added)));
        presences.RemoveAll(known => judgement.Left.Contains(known.FenceId) || judgement.Present.Any(present => present.FenceId == known.FenceId));
        presences.AddRange(judgement.Present);
    }

    private TrackerJudgement Replay(TrackReplay replay, Track track, DateTime judgingLimit)
    {
        if (track.Unread is not { } from)
        {
            return replay.Finish(track.Reports, judgingLimit);
        }

        while (true)
        {
            List<Fix> read = [.. _reports[track.TrackerId].Values.SkipWhile(fix => fix.Key < from).Take(page)];
            Reads += read.Count;
            if ((read.Count == page ? replay.Continue(read) : replay.Finish(read, judgingLimit)) is { } judgement)
            {
                return judgement;
            }

            from = read[^1].Key.Next();
        }
    }

    private List<StoredEvent> Events(long tracker) => _events.TryGetValue(tracker, out List<StoredEvent>? known) ? known : _events[tracker] = [];

    private List<Presence> Presences(long tracker) => _presences.TryGetValue(tracker, out List<Presence>? known) ? known : _presences[tracker] = [];
}
