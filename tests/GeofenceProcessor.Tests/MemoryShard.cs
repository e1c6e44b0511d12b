using GeofenceProcessor.Fences;
using GeofenceProcessor.Indexing;
using GeofenceProcessor.Judging;
using GeofenceProcessor.Rejudging;
using GeofenceProcessor.Replaying;
using Tracker.Data.Fences;
using Tracker.Geo.Fences.Areas;
using Tracker.Geo.Reports;

namespace GeofenceProcessor.Tests;

/// <summary>A shard as the service has it in the database: reports, effective events, presences, and its progress.</summary>
/// <param name="judge">The rule.</param>
/// <param name="isNarrowed">Whether a change is judged where it touches, or everywhere.</param>
/// <param name="page">How many reports are read at once.</param>
internal sealed class MemoryShard(FenceJudge judge, bool isNarrowed = true, int page = 7)
{
    private readonly SortedDictionary<long, SortedList<ReportKey, Fix>> _reports = [];
    private readonly Dictionary<long, List<StoredEvent>> _events = [];
    private readonly Dictionary<long, List<Presence>> _presences = [];
    private FenceSnapshot _fences = new(0, new FenceIndex([]), []);
    private ShardProgress _progress = new();

    /// <summary>Reports that were judged anew.</summary>
    public int Rejudged { get; private set; }

    /// <summary>Reports that were read in pages.</summary>
    public int Reads { get; private set; }

    /// <summary>All that an observer can see.</summary>
    public IEnumerable<object> State => _reports.Keys
        .SelectMany(tracker => Events(tracker).Select(entry => (tracker, (object)entry.Event)).Concat(Presences(tracker).Select(presence => (tracker, (object)presence))))
        .Select(entry => (object)entry)
        .OrderBy(entry => entry.ToString(), StringComparer.Ordinal);

    public void Take(long tracker, IEnumerable<Fix> batch)
    {
        SortedList<ReportKey, Fix> reports = _reports.TryGetValue(tracker, out SortedList<ReportKey, Fix>? known) ? known : _reports[tracker] = [];
        Fix? last = reports.Values.Where(fix => judge.Decides(fix)).Select(fix => (Fix?)fix).LastOrDefault();
        Fix[] added = [.. batch.Where(fix => reports.TryAdd(fix.Key, fix)).OrderBy(fix => fix.Key)];
        if (added.Length == 0)
        {
            return;
        }

        Track track = last?.Key > added[0].Key
            ? new Track(tracker, Before(tracker, added[0].Key), []) { Unread = added[0].Key, LastNew = added[^1].Key }
            : new Track(tracker, last, added);
        Judge(track, RejudgingPass.Horizon(_progress));
    }

    /// <summary>The revision of fences that every tracker has been judged by.</summary>
    public long FenceRevision => _progress.FenceRevision;

    /// <summary>Judges anew whom changes of fences touch, then those whose dwell is due.</summary>
    /// <param name="fences">The fences as they are now.</param>
    /// <param name="now">Up to when their beginnings and ends count.</param>
    /// <param name="trackers">At most so many.</param>
    /// <returns>Whether nothing is left to do.</returns>
    public bool Rejudge(FenceSnapshot fences, DateTime now, int trackers = int.MaxValue)
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

    /// <summary>Its effective events, in their order.</summary>
    public IEnumerable<FenceEvent> Effective(long tracker) => Events(tracker)
        .Select(entry => entry.Event)
        .Order(Comparer<FenceEvent>.Create(FenceStates.Order))
        .ThenBy(happened => _fences.Index[happened.FenceId].Key, StringComparer.Ordinal);

    /// <summary>The fences that it is in.</summary>
    public IEnumerable<Presence> Inside(long tracker) => Presences(tracker).OrderBy(presence => _fences.Index[presence.FenceId].Key, StringComparer.Ordinal);

    private void JudgeAnew(DateTime now, int trackers)
    {
        RejudgingPass pass = RejudgingPass.Of(_progress, _fences, now);
        FenceReach reach = new(_fences.Index, judge, _fences.AffectedSince(_progress, pass.Until));
        Track[] touched =
        [
            .. _reports.Keys.Where(tracker => tracker > pass.After)
                .Select(tracker => isNarrowed ? Touched(tracker, reach) : TrackFrom(tracker, new ReportKey(reach.Since, long.MinValue)))
                .OfType<Track>()
                .Take(trackers),
        ];
        foreach (Track track in touched)
        {
            Rejudged += track.Reports.Count + 1;
            Judge(track, pass.Until);
        }

        _progress = pass.Advance(_progress, touched.Length < trackers ? null : touched[^1].TrackerId);
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
        return new Track(tracker, Before(tracker, from), [.. reports.Where(fix => fix.Key >= from)]);
    }

    private Fix? Before(long tracker, ReportKey from) =>
        _reports[tracker].Values.Where(fix => fix.Key < from && judge.Decides(fix)).Select(fix => (Fix?)fix).LastOrDefault();

    private void Judge(Track track, DateTime horizon)
    {
        List<StoredEvent> events = Events(track.TrackerId);
        List<Presence> presences = Presences(track.TrackerId);
        TrackerJudgement judgement = Replay(new TrackReplay(judge, _fences.Index, track, [.. events], [.. presences]), track, horizon);
        events.RemoveAll(judgement.Superseded.Contains);
        events.AddRange(judgement.Added.Select(added => new StoredEvent(track.TrackerId, 0, added)));
        presences.RemoveAll(known => judgement.Left.Contains(known.FenceId) || judgement.Present.Any(present => present.FenceId == known.FenceId));
        presences.AddRange(judgement.Present);
    }

    private TrackerJudgement Replay(TrackReplay replay, Track track, DateTime horizon)
    {
        if (track.Unread is not { } from)
        {
            return replay.End(track.Reports, horizon);
        }

        while (true)
        {
            List<Fix> read = [.. _reports[track.TrackerId].Values.SkipWhile(fix => fix.Key < from).Take(page)];
            Reads += read.Count;
            if ((read.Count == page ? replay.Take(read) : replay.End(read, horizon)) is { } judgement)
            {
                return judgement;
            }

            from = read[^1].Key.Next();
        }
    }

    private List<StoredEvent> Events(long tracker) => _events.TryGetValue(tracker, out List<StoredEvent>? known) ? known : _events[tracker] = [];

    private List<Presence> Presences(long tracker) => _presences.TryGetValue(tracker, out List<Presence>? known) ? known : _presences[tracker] = [];
}
