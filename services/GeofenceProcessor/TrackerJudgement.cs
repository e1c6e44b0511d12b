using GeofenceProcessor.Indexing;
using GeofenceProcessor.Judging;
using Tracker.Data.Pipeline;
using Tracker.Data.Reports;

namespace GeofenceProcessor;

/// <summary>A stretch of a tracker's way that is judged: from the report before it on.</summary>
/// <param name="TrackerId">Who.</param>
/// <param name="Previous">The last deciding report before; null where there is none.</param>
/// <param name="Reports">All its reports from then on, in order.</param>
internal sealed record Track(long TrackerId, Fix? Previous, IReadOnlyList<Fix> Reports);

/// <summary>An event as the log has it.</summary>
internal readonly record struct StoredEvent(long TrackerId, long Sequence, FenceEvent Event);

/// <summary>What judging a track changes: events that no longer hold, new ones, and the presences that end or are to be written.</summary>
internal sealed record TrackerJudgement(
    long TrackerId, IReadOnlyList<StoredEvent> Superseded, IReadOnlyList<FenceEvent> Added, IReadOnlyList<long> Left, IReadOnlyList<Presence> Present)
{
    /// <param name="judge">The rule.</param>
    /// <param name="fences">All fences.</param>
    /// <param name="track">What to judge.</param>
    /// <param name="stored">The tracker's effective events from the moment of the previous report on, or all.</param>
    /// <param name="presences">The fences that it is in after its last processed report.</param>
    /// <param name="horizon">Up to when beginnings and ends of fences, and dwells, count.</param>
    public static TrackerJudgement Of(
        FenceJudge judge, FenceIndex fences, Track track, IReadOnlyList<StoredEvent> stored, IReadOnlyCollection<Presence> presences, DateTime horizon)
    {
        StoredEvent[] after = [.. stored.Where(entry => FenceStates.IsAfter(entry.Event, track.Previous?.Key))];

        // What was told once because its time had come is not taken back for having come after the shard's horizon.
        DateTime told = after.Select(entry => entry.Event.OccurredAt).DefaultIfEmpty(horizon).Max();
        FenceJudgement judgement = judge.Judge(
            fences, track.TrackerId, track.Previous, InsideBefore(after, presences), track.Reports, told > horizon ? told : horizon);
        LogChange<StoredEvent, FenceEvent> change = LogDiff.Between(after, judgement.Events, entry => entry.Event, entry => entry);
        var inside = judgement.Inside.Select(presence => presence.FenceId).ToHashSet();
        return new TrackerJudgement(
            track.TrackerId,
            change.Superseded,
            change.Added,
            [.. presences.Select(presence => presence.FenceId).Where(fence => !inside.Contains(fence))],
            [.. judgement.Inside.Except(presences)]);
    }

    /// <summary>
    /// Of a tracker that no report decides any more (they are coarser than a cap that was lowered): where it is stands, and no dwell is
    /// waited for, which nothing could tell.
    /// </summary>
    public static TrackerJudgement Undecided(long trackerId, IEnumerable<Presence> presences) =>
        new(trackerId, [], [], [], [.. presences.Select(presence => presence with { DwellAt = null })]);

    // Today's presences with the later events undone: what was left first was inside before, what was entered first was not.
    private static InsideFence[] InsideBefore(IReadOnlyList<StoredEvent> after, IReadOnlyCollection<Presence> presences)
    {
        var inside = presences.ToDictionary(presence => presence.FenceId, presence => presence.EnteredAt);
        foreach (IGrouping<long, FenceEvent> fence in after
            .Select(entry => entry.Event)
            .Where(happened => happened.Type != FenceEventType.Cross)
            .GroupBy(happened => happened.FenceId))
        {
            FenceEvent first = fence.Aggregate(static (one, other) => FenceStates.Order(one, other) <= 0 ? one : other);
            if (first.Type == FenceEventType.Enter)
            {
                inside.Remove(fence.Key);
            }
            else
            {
                inside[fence.Key] = first.EnteredAt;
            }
        }

        return [.. inside.Select(visit => new InsideFence(visit.Key, visit.Value))];
    }
}
