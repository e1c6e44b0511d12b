using GeofenceProcessor.Indexing;
using Tracker.Data.Fences;

namespace GeofenceProcessor.Fences;

/// <summary>All fences as of a revision.</summary>
/// <param name="Revision">The last change that is included.</param>
/// <param name="Index">The fences.</param>
/// <param name="Changes">All changes by revision; may include changes that later ones replaced.</param>
internal sealed record FenceSnapshot(long Revision, FenceIndex Index, FenceChange[] Changes)
{
    // Active hours repeat forever, so there is no first change before this moment.
    private static readonly DateTime FirstMoment = FenceVersion.Always.From.AddTicks(1);

    /// <summary>Whether a shard must be recomputed: a fence changed, began or ended since the last time, or a pass is under way.</summary>
    public bool IsDue(ShardProgress progress, DateTime now) =>
        progress.FenceRevision < Revision || progress.RecomputedTrackerId > 0 || Index.NextBoundary(progress.JudgedUntil) <= now;

    /// <summary>
    /// The fences whose events in a shard may be out of date, because the fence changed, began or ended, or its active
    /// hours did; with the earliest event time that can differ.
    /// </summary>
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

    // Many fences share the same active hours, so the next change is computed once per hours.
    private void AddBoundaries(Dictionary<long, DateTime> affected, DateTime judged, DateTime until)
    {
        Dictionary<ActiveHours, DateTime> changes = [];
        foreach (IndexedFence fence in Index.Fences)
        {
            foreach (FenceVersion version in fence.Versions.Select(indexed => indexed.Version))
            {
                foreach (DateTime boundary in (ReadOnlySpan<DateTime>)[version.ValidFrom, version.ValidTo, NextChange(version.Terms.Hours)])
                {
                    if (boundary > judged && boundary <= until)
                    {
                        Affect(affected, fence.Id, boundary);
                    }
                }
            }
        }

        DateTime NextChange(ActiveHours? hours)
        {
            if (hours is null)
            {
                return FenceVersion.Always.To;
            }

            if (!changes.TryGetValue(hours, out DateTime change))
            {
                changes[hours] = change = hours.NextChange(judged);
            }

            return change;
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
