using GeofenceProcessor.Indexing;
using Tracker.Data.Fences;
using Tracker.Data.Model;

namespace GeofenceProcessor.Fences;

/// <summary>All fences as of a revision, ready to be asked.</summary>
/// <param name="Revision">The last change that is in it.</param>
/// <param name="Index">The fences.</param>
/// <param name="Changes">All changes of versions, and perhaps some that later ones replaced, by revision.</param>
internal sealed record FenceSnapshot(long Revision, FenceIndex Index, FenceChange[] Changes)
{
    /// <summary>Whether a shard has to be judged anew: a fence has changed, or begun or ended, since it was, or it is half done.</summary>
    public bool IsDue(ConsumerCursor cursor, DateTime now) =>
        cursor.FenceRevision < Revision || cursor.RejudgedTrackerId > 0 || Index.NextBoundary(cursor.JudgedUntil) <= now;

    /// <summary>The earliest event time whose judgement can differ from what the shard's cursor stands for.</summary>
    public DateTime AffectedFrom(ConsumerCursor cursor, DateTime until)
    {
        DateTime affected = FenceVersion.Always.To;
        for (int i = Changes.Length - 1; i >= 0 && Changes[i].Revision > cursor.FenceRevision; i--)
        {
            affected = Changes[i].AffectsFrom < affected ? Changes[i].AffectsFrom : affected;
        }

        DateTime boundary = Index.NextBoundary(cursor.JudgedUntil);
        return boundary <= until && boundary < affected ? boundary : affected;
    }
}
