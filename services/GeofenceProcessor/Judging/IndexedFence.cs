using Tracker.Data.Fences;

namespace GeofenceProcessor.Judging;

/// <summary>One version with its area made ready.</summary>
internal sealed class IndexedVersion(IndexedFence fence, FenceVersion version)
{
    public IndexedFence Fence => fence;

    public FenceVersion Version => version;

    public FenceArea Area { get; } = FenceArea.Of(version.Shape);

    /// <summary>Whether a tracker that was inside still is: outside by no more than the margin and the fix's own accuracy.</summary>
    public bool StillHolds(in Place place) => Area.Reaches(place, version.MarginMetres + place.AccuracyMetres);
}

/// <summary>The versions of one fence over event time.</summary>
internal sealed class IndexedFence
{
    private readonly IndexedVersion[] _versions;

    /// <summary>
    /// Puts the versions in order and sees that none overlap. Those that are valid at no time (a fence that was ended before it
    /// began) count only where there is no other: then the fence is known, and holds nothing.
    /// </summary>
    /// <param name="versions">All of this fence.</param>
    /// <param name="rank">Its place in the ordinal order of the keys.</param>
    public IndexedFence(IEnumerable<FenceVersion> versions, int rank)
    {
        FenceVersion[] ordered = [.. versions.OrderBy(version => version.ValidFrom).ThenBy(version => version.Version)];
        FenceVersion[] valid = [.. ordered.Where(version => version.ValidFrom < version.ValidTo)];
        _versions = [.. (valid.Length > 0 ? valid : ordered[..1]).Select(version => new IndexedVersion(this, version))];
        Rank = rank;
        for (int i = 1; i < _versions.Length; i++)
        {
            FenceVersion earlier = _versions[i - 1].Version;
            FenceVersion later = _versions[i].Version;
            if (earlier.ValidTo > later.ValidFrom)
            {
                throw new ArgumentException(
                    $"Versions {earlier.Version} and {later.Version} of fence {later.Key} are both valid at {later.ValidFrom:O}.", nameof(versions));
            }
        }
    }

    public long Id => _versions[0].Version.FenceId;

    public int Rank { get; }

    public IReadOnlyList<IndexedVersion> Versions => _versions;

    public IndexedVersion? At(DateTime moment)
    {
        foreach (IndexedVersion version in _versions)
        {
            if (version.Version.IsValidAt(moment))
            {
                return version;
            }
        }

        return null;
    }

    /// <summary>The version that was valid right up to <paramref name="moment"/> and no longer is then.</summary>
    public IndexedVersion? EndedAt(DateTime moment) => Array.Find(_versions, version => version.Version.ValidTo == moment);

    /// <summary>The last version that began before <paramref name="moment"/>; the first where none did.</summary>
    public IndexedVersion LatestBefore(DateTime moment) =>
        Array.FindLast(_versions, version => version.Version.ValidFrom < moment) ?? _versions[0];
}
