using Tracker.Data.Fences;
using Tracker.Geo.Fences.Areas;

namespace GeofenceProcessor.Indexing;

/// <summary>A version with its prepared area.</summary>
internal sealed class IndexedVersion(IndexedFence fence, FenceVersion version)
{
    public IndexedFence Fence => fence;

    public FenceVersion Version => version;

    public FenceArea Area { get; } = FenceArea.Of(version.Shape);

    /// <summary>
    /// Whether the version, while valid, applies to this tracker at this moment: the tracker is one of its trackers, and
    /// the moment is within its active hours.
    /// </summary>
    public bool AppliesTo(long trackerId, DateTime moment) =>
        (version.TrackerIds is not { } trackers || trackers.Contains(trackerId)) && (version.Terms.Hours?.IsOpen(moment) ?? true);

    /// <summary>Whether a point is accurate enough for the version's own accuracy cap.</summary>
    public bool IsAccurateEnough(in PreparedPoint point) => !(point.AccuracyMetres > version.Terms.AccuracyCapMetres);

    /// <summary>Whether a tracker that was inside is still inside: it is outside by at most the margin plus the point's accuracy.</summary>
    public bool StillContains(in PreparedPoint point) => Area.IsWithin(point, version.MarginMetres + point.AccuracyMetres);

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
