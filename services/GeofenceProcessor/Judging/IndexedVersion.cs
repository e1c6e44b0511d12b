using Tracker.Data.Fences;
using Tracker.Geo.Fences.Areas;

namespace GeofenceProcessor.Judging;

/// <summary>One version with its area made ready.</summary>
internal sealed class IndexedVersion(IndexedFence fence, FenceVersion version)
{
    public IndexedFence Fence => fence;

    public FenceVersion Version => version;

    public FenceArea Area { get; } = FenceArea.Of(version.Shape);

    /// <summary>Whether it counts at a moment at which it is valid: for this tracker, and within its hours.</summary>
    public bool Counts(long trackerId, DateTime moment) =>
        (version.TrackerIds is not { } trackers || trackers.Contains(trackerId)) && (version.Terms.Hours?.IsOpen(moment) ?? true);

    /// <summary>Whether a place is known well enough to say anything here.</summary>
    public bool Decides(in Place place) => !(place.AccuracyMetres > version.Terms.AccuracyCapMetres);

    /// <summary>Whether a tracker that was inside still is: outside by no more than the margin and the fix's own accuracy.</summary>
    public bool StillHolds(in Place place) => Area.Reaches(place, version.MarginMetres + place.AccuracyMetres);

    public DateTime NextBoundary(DateTime after)
    {
        if (version.ValidFrom > after && version.ValidFrom < version.ValidTo)
        {
            return version.ValidFrom;
        }

        if (version.ValidTo <= after || version.ValidFrom == version.ValidTo)
        {
            return FenceVersion.Always.To;
        }

        DateTime change = version.Terms.Hours?.NextChange(after) ?? FenceVersion.Always.To;
        return change < version.ValidTo ? change : version.ValidTo;
    }
}
