using GeofenceProcessor.Indexing;
using GeofenceProcessor.Judging;
using Tracker.Data.OutputLogs;
using Tracker.Geo.Reports;

namespace GeofenceProcessor.Replaying;

/// <summary>Judges a track piece by piece: to its end, or until what comes out is what stood before.</summary>
/// <param name="judge">The rule.</param>
/// <param name="fences">All fences.</param>
/// <param name="track">What to judge.</param>
/// <param name="stored">The tracker's effective events from the moment of the previous report on, or all.</param>
/// <param name="presences">The fences that it is in after its last processed report.</param>
internal sealed class TrackReplay(FenceJudge judge, FenceIndex fences, Track track, IEnumerable<StoredEvent> stored, IReadOnlyCollection<Presence> presences)
{
    private static readonly DateTime NoHorizon = DateTime.MinValue;

    private readonly StoredEvent[] _stood = [.. stored.Where(entry => FenceStates.IsAfter(entry.Event, track.Previous?.Key))];
    private readonly List<FenceEvent> _events = [];
    private Fix? _previous = track.Previous;
    private IReadOnlyList<InsideFence>? _inside;

    /// <summary>Nothing was read that could tell anything: neither a report before the track nor one of it.</summary>
    public bool IsEmpty { get; private set; } = track.Previous is null;

    /// <summary>Goes on with some of its reports, the last ones not among them.</summary>
    /// <returns>What changes, where all stays as it was from here on; null where more must be read.</returns>
    public TrackerJudgement? Take(IReadOnlyList<Fix> reports)
    {
        Walk(reports, NoHorizon);
        return track.LastNew is { } known && _previous is { } last && last.Key > known && FenceStates.Same(_inside!, Standing(last.Key))
            ? Change([.. _stood.Where(entry => !FenceStates.IsAfter(entry.Event, last.Key))], left: [], present: [])
            : null;
    }

    /// <summary>Goes on with its last reports.</summary>
    /// <param name="reports">None, where it ended before.</param>
    /// <param name="horizon">Up to when beginnings and ends of fences, and dwells, count.</param>
    public TrackerJudgement End(IReadOnlyList<Fix> reports, DateTime horizon)
    {
        // What was told once because its time had come is not taken back for having come after the shard's horizon.
        DateTime told = _stood.Select(entry => entry.Event.OccurredAt).DefaultIfEmpty(horizon).Max();
        IReadOnlyList<Presence> now = Walk(reports, told > horizon ? told : horizon);
        var inside = now.Select(presence => presence.FenceId).ToHashSet();
        return Change(
            _stood, [.. presences.Select(presence => presence.FenceId).Where(fence => !inside.Contains(fence))], [.. now.Except(presences)]);
    }

    private IReadOnlyList<Presence> Walk(IReadOnlyList<Fix> reports, DateTime horizon)
    {
        FenceJudgement judgement = judge.Judge(fences, track.TrackerId, _previous, _inside ?? Standing(_previous?.Key), reports, horizon);
        _events.AddRange(judgement.Events);
        IsEmpty &= reports.Count == 0;
        _previous = reports.Where(report => judge.Decides(report)).Select(report => (Fix?)report).LastOrDefault() ?? _previous;
        _inside = [.. judgement.Inside.Select(presence => new InsideFence(presence.FenceId, presence.EnteredAt))];
        return judgement.Inside;
    }

    private InsideFence[] Standing(ReportKey? after) => FenceStates.InsideAfter(after, _stood.Select(entry => entry.Event), presences);

    private TrackerJudgement Change(StoredEvent[] stood, long[] left, Presence[] present)
    {
        LogChange<StoredEvent, FenceEvent> change = LogDiff.Between(stood, _events, entry => entry.Event, entry => entry);
        return new TrackerJudgement(track.TrackerId, change.Superseded, change.Added, left, present);
    }
}
