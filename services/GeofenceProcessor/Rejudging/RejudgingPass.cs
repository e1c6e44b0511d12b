using GeofenceProcessor.Fences;

namespace GeofenceProcessor.Rejudging;

/// <summary>
/// One judging anew of a shard's trackers, some a batch, in the order of their ids. Changes that come while it is under way
/// don't begin it again, or a steady stream of them would keep it from ever ending: its later trackers are judged by them
/// already, and the pass that follows judges all that they touch.
/// </summary>
/// <param name="Revision">What every tracker of the shard has been judged by at its end.</param>
/// <param name="Until">Beginnings and ends up to here have been judged then, UTC.</param>
/// <param name="After">Trackers up to this id are done.</param>
internal readonly record struct RejudgingPass(long Revision, DateTime Until, long After)
{
    /// <summary>The one that is under way, or else a new one.</summary>
    public static RejudgingPass Of(ShardProgress progress, FenceSnapshot fences, DateTime now) => progress.RecomputedTrackerId > 0
        ? new RejudgingPass(progress.RecomputeRevision, progress.RecomputeUntil, progress.RecomputedTrackerId)
        : new RejudgingPass(fences.Revision, now, After: 0);

    /// <summary>
    /// Up to when beginnings and ends count for a report that comes now. Trackers that the pass under way has behind it are not
    /// looked at again up to its moment, so what a report of theirs makes of one before it is told at once.
    /// </summary>
    public static DateTime Horizon(ShardProgress progress) =>
        progress.RecomputedTrackerId > 0 && progress.RecomputeUntil > progress.JudgedUntil ? progress.RecomputeUntil : progress.JudgedUntil;

    /// <summary>The progress once trackers up to an id are done; null where all are.</summary>
    public ShardProgress Advance(ShardProgress progress, long? upTo) => upTo is { } id
        ? progress with { RecomputeRevision = Revision, RecomputeUntil = Until, RecomputedTrackerId = id }
        : progress with { FenceRevision = Revision, JudgedUntil = Until, RecomputedTrackerId = 0 };
}
