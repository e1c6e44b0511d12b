using GeofenceProcessor.Fences;
using Tracker.Data.Model;

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
    public static RecomputationPass Of(ConsumerCursor cursor, FenceSnapshot fences, DateTime now) => cursor.RejudgedTrackerId > 0
        ? new RecomputationPass(cursor.RejudgeRevision, cursor.RejudgeUntil, cursor.RejudgedTrackerId)
        : new RecomputationPass(fences.Revision, now, After: 0);

    /// <summary>
    /// The judging limit for new reports: boundaries up to this moment, UTC, count. A pass under way does not return to
    /// trackers that it has completed, so boundaries up to the pass's own limit count for them at once.
    /// </summary>
    public static DateTime JudgingLimit(ConsumerCursor cursor) =>
        cursor.RejudgedTrackerId > 0 && cursor.RejudgeUntil > cursor.JudgedUntil ? cursor.RejudgeUntil : cursor.JudgedUntil;

    /// <summary>The cursor after the trackers up to an id are done; null if all are.</summary>
    public ConsumerCursor Advance(ConsumerCursor cursor, long? upTo) => upTo is { } id
        ? cursor with { RejudgeRevision = Revision, RejudgeUntil = Until, RejudgedTrackerId = id }
        : cursor with { FenceRevision = Revision, JudgedUntil = Until, RejudgedTrackerId = 0 };
}
