using GeofenceProcessor.Indexing;
using GeofenceProcessor.Judging;
using Tracker.Data.OutputLogs;
using Tracker.Geo.Reports;

namespace GeofenceProcessor.Replaying;

/// <summary>Judges a track page by page, to its end or until it reaches the stored state.</summary>
/// <param name="judge">The judge.</param>
/// <param name="fences">All fences.</param>
/// <param name="track">The track.</param>
/// <param name="stored">The tracker's effective events from the time of the previous report on; may include earlier ones.</param>
/// <param name="presences">The fences that the tracker is inside of after its last processed report.</param>
internal sealed class TrackReplay(FenceJudge judge, FenceIndex fences, Track track, IEnumerable<StoredEvent> stored, IReadOnlyCollection<Presence> presences)
{
    private static readonly DateTime NoLimit = DateTime.MinValue;

    private readonly StoredEvent[] _storedEvents = [.. stored.Where(entry => FenceStates.IsAfter(entry.Event, track.Previous?.Key))];
    private readonly List<FenceEvent> _events = [];
    private Fix? _previous = track.Previous;
    private IReadOnlyList<InsideFence>? _inside;

    /// <summary>Whether there is no report to judge by: neither before the track nor in it.</summary>
    public bool IsEmpty { get; private set; } = track.Previous is null;

    /// <summary>Continues with a page of reports that is not the last.</summary>
    /// <returns>The changes, if everything after this page is valid as stored; null if more reports must be read.</returns>
    public TrackerJudgement? Continue(IReadOnlyList<Fix> reports)
    {
        Walk(reports, NoLimit);
        return track.LastNew is { } known && _previous is { } last && last.Key > known && FenceStates.Same(_inside!, LoggedState(last.Key))
            ? Change([.. _storedEvents.Where(entry => !FenceStates.IsAfter(entry.Event, last.Key))], left: [], present: [])
            : null;
    }

    /// <summary>Continues with the last page of reports.</summary>
    /// <param name="reports">May be empty.</param>
    /// <param name="judgingLimit">Boundaries and dwells up to this moment, UTC, count.</param>
    public TrackerJudgement Finish(IReadOnlyList<Fix> reports, DateTime judgingLimit)
    {
        // An event that was emitted when its time came is not taken back because it lies after the shard's judging limit.
        DateTime latest = _storedEvents.Select(entry => entry.Event.OccurredAt).DefaultIfEmpty(judgingLimit).Max();
        IReadOnlyList<Presence> now = Walk(reports, latest > judgingLimit ? latest : judgingLimit);
        var inside = now.Select(presence => presence.FenceId).ToHashSet();
        return Change(
            _storedEvents, [.. presences.Select(presence => presence.FenceId).Where(fence => !inside.Contains(fence))], [.. now.Except(presences)]);
    }

    private IReadOnlyList<Presence> Walk(IReadOnlyList<Fix> reports, DateTime judgingLimit)
    {
        FenceJudgement judgement = judge.Judge(fences, track.TrackerId, _previous, _inside ?? LoggedState(_previous?.Key), reports, judgingLimit);
        _events.AddRange(judgement.Events);
        IsEmpty &= reports.Count == 0;
        _previous = reports.Where(report => judge.IsAccurateEnough(report)).Select(report => (Fix?)report).LastOrDefault() ?? _previous;
        _inside = [.. judgement.Inside.Select(presence => new InsideFence(presence.FenceId, presence.EnteredAt))];
        return judgement.Inside;
    }

    private InsideFence[] LoggedState(ReportKey? after) => FenceStates.InsideAfter(after, _storedEvents.Select(entry => entry.Event), presences);

    private TrackerJudgement Change(StoredEvent[] stood, long[] left, Presence[] present)
    {
        LogChange<StoredEvent, FenceEvent> change = LogDiff.Between(stood, _events, entry => entry.Event, entry => entry);
        return new TrackerJudgement(track.TrackerId, change.Superseded, change.Added, left, present);
    }
}
