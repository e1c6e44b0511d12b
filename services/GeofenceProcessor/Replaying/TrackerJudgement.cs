using GeofenceProcessor.Judging;

namespace GeofenceProcessor.Replaying;

/// <summary>An event in the log.</summary>
internal readonly record struct StoredEvent(long TrackerId, long Sequence, FenceEvent Event);

/// <summary>The changes for one tracker: superseded and added events, and presences to delete and to write.</summary>
internal sealed record TrackerJudgement(
    long TrackerId, IReadOnlyList<StoredEvent> Superseded, IReadOnlyList<FenceEvent> Added, IReadOnlyList<long> Left, IReadOnlyList<Presence> Present)
{
    /// <summary>
    /// For a tracker without any report that is accurate enough, which happens after the cap is lowered: it stays where it
    /// is, and pending dwells are dropped, because nothing could emit them.
    /// </summary>
    public static TrackerJudgement Undecided(long trackerId, IEnumerable<Presence> presences) =>
        new(trackerId, [], [], [], [.. presences.Select(presence => presence with { DwellAt = null })]);
}
