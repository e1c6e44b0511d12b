using GeofenceProcessor.Judging;
using Tracker.Data.Fences;
using Tracker.Data.Model;

namespace GeofenceProcessor.Fences;

/// <summary>All fences as of a revision, ready to be asked.</summary>
internal sealed record FenceSnapshot(long Revision, FenceIndex Index, IReadOnlyList<(FenceVersion Version, long Revision, DateTime AffectsFrom)> Versions)
{
    /// <summary>Whether a shard has to be judged anew: a fence has changed, or begun or ended, since it was, or it is half done.</summary>
    public bool IsDue(ConsumerCursor cursor, DateTime now) =>
        cursor.FenceRevision < Revision || cursor.RejudgedTrackerId > 0 || Index.BoundariesWithin(cursor.JudgedUntil, now).Length > 0;

    /// <summary>The earliest event time whose judgement can differ from what the shard's cursor stands for.</summary>
    public DateTime AffectedFrom(ConsumerCursor cursor, DateTime until)
    {
        ReadOnlySpan<FenceIndex.Boundary> begunOrEnded = Index.BoundariesWithin(cursor.JudgedUntil, until);
        DateTime changed = Versions
            .Where(version => version.Revision > cursor.FenceRevision)
            .Select(version => version.AffectsFrom)
            .DefaultIfEmpty(FenceVersion.Always.To)
            .Min();
        return begunOrEnded.Length > 0 && begunOrEnded[0].At < changed ? begunOrEnded[0].At : changed;
    }
}
