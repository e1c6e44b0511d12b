using GeofenceProcessor.Indexing;
using GeofenceProcessor.Judging;
using Tracker.Data.Fences;

namespace GeofenceProcessor.Fences;

/// <summary>All fences as of a revision, ready to be asked.</summary>
/// <param name="Revision">The last change that is in it.</param>
/// <param name="Index">The fences.</param>
/// <param name="Changes">All changes of versions, and perhaps some that later ones replaced, by revision.</param>
internal sealed record FenceSnapshot(long Revision, FenceIndex Index, FenceChange[] Changes)
{
    // Hours repeat for ever: there is no first one of them.
    private static readonly DateTime FirstMoment = FenceVersion.Always.From.AddTicks(1);

    /// <summary>Whether a shard has to be judged anew: a fence has changed, or begun or ended, since it was, or it is half done.</summary>
    public bool IsDue(ShardProgress progress, DateTime now) =>
        progress.FenceRevision < Revision || progress.RecomputedTrackerId > 0 || Index.NextBoundary(progress.JudgedUntil) <= now;

    /// <summary>The fences that a shard's events may not be those of, and for each the earliest event time that can differ: those that changed, began or ended, and whose hours did.</summary>
    public Dictionary<long, DateTime> AffectedSince(ShardProgress progress, DateTime until)
    {
        Dictionary<long, DateTime> affected = [];
        for (int i = Changes.Length - 1; i >= 0 && Changes[i].Revision > progress.FenceRevision; i--)
        {
            Affect(affected, Changes[i].FenceId, Changes[i].AffectsFrom);
        }

        DateTime judged = progress.JudgedUntil > FirstMoment ? progress.JudgedUntil : FirstMoment;
        if (Index.NextBoundary(judged) <= until)
        {
            AddBoundaries(affected, judged, until);
        }

        return affected;
    }

    // Many fences keep the same hours: each hours' next change is asked for once.
    private void AddBoundaries(Dictionary<long, DateTime> affected, DateTime judged, DateTime until)
    {
        Dictionary<ActiveHours, DateTime> changes = [];
        foreach (IndexedFence fence in Index.Fences)
        {
            foreach (FenceVersion version in fence.Versions.Select(indexed => indexed.Version))
            {
                DateTime? hours = version.Terms.Hours is { } kept
                    ? changes.TryGetValue(kept, out DateTime change) ? change : changes[kept] = kept.NextChange(judged)
                    : null;
                foreach (DateTime boundary in (ReadOnlySpan<DateTime>)[version.ValidFrom, version.ValidTo, hours ?? FenceVersion.Always.To])
                {
                    if (boundary > judged && boundary <= until)
                    {
                        Affect(affected, fence.Id, boundary);
                    }
                }
            }
        }
    }

    private static void Affect(Dictionary<long, DateTime> affected, long fenceId, DateTime since)
    {
        if (!affected.TryGetValue(fenceId, out DateTime known) || since < known)
        {
            affected[fenceId] = since;
        }
    }
}
