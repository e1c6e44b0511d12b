using GeofenceProcessor.Fences;

namespace GeofenceProcessor.Recomputing;

/// <summary>
/// One recomputation of all affected trackers of a shard, several per batch, in the order of their ids. Changes during a
/// pass do not restart it, so that a steady stream of changes cannot keep it from ending: the remaining trackers of the
/// pass already use the new fences, and the next pass recomputes every tracker that the changes affect.
/// </summary>
/// <param name="Revision">The revision that every tracker of the shard will have been judged by when the pass ends.</param>
/// <param name="Until">Boundaries up to this moment, UTC, will have been judged when the pass ends.</param>
/// <param name="After">Trackers up to this id are done.</param>
internal readonly record struct RecomputationPass(long Revision, DateTime Until, long After)
{
    /// <summary>The pass under way; otherwise a new one.</summary>
    public static RecomputationPass Of(ShardProgress progress, FenceSnapshot fences, DateTime now) => progress.RecomputedTrackerId > 0
        ? new RecomputationPass(progress.RecomputeRevision, progress.RecomputeUntil, progress.RecomputedTrackerId)
        : new RecomputationPass(fences.Revision, now, After: 0);

    /// <summary>
    /// The judging limit for new reports: boundaries up to this moment, UTC, count. A pass under way does not return to
    /// trackers that it has completed, so boundaries up to the pass's own limit count for them at once.
    /// </summary>
    public static DateTime JudgingLimit(ShardProgress progress) =>
        progress.RecomputedTrackerId > 0 && progress.RecomputeUntil > progress.JudgedUntil ? progress.RecomputeUntil : progress.JudgedUntil;

    /// <summary>The progress after the trackers up to an id are done; null if all are.</summary>
    public ShardProgress Advance(ShardProgress progress, long? upTo) => upTo is { } id
        ? progress with { RecomputeRevision = Revision, RecomputeUntil = Until, RecomputedTrackerId = id }
        : progress with { FenceRevision = Revision, JudgedUntil = Until, RecomputedTrackerId = 0 };
}
