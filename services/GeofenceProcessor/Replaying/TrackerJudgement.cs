using GeofenceProcessor.Judging;

namespace GeofenceProcessor.Replaying;

/// <summary>An event as the log has it.</summary>
internal readonly record struct StoredEvent(long TrackerId, long Sequence, FenceEvent Event);

/// <summary>What judging a track changes: events that no longer hold, new ones, and the presences that end or are to be written.</summary>
internal sealed record TrackerJudgement(
    long TrackerId, IReadOnlyList<StoredEvent> Superseded, IReadOnlyList<FenceEvent> Added, IReadOnlyList<long> Left, IReadOnlyList<Presence> Present)
{
    /// <summary>
    /// Of a tracker that no report decides any more (they are coarser than a cap that was lowered): where it is stands, and no dwell is
    /// waited for, which nothing could tell.
    /// </summary>
    public static TrackerJudgement Undecided(long trackerId, IEnumerable<Presence> presences) =>
        new(trackerId, [], [], [], [.. presences.Select(presence => presence with { DwellAt = null })]);
}
