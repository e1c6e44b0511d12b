using Tracker.Data.Fences;

namespace GeofenceProcessor.Indexing;

/// <summary>The versions of one fence over event time.</summary>
internal sealed class IndexedFence
{
    private readonly IndexedVersion[] _versions;

    /// <summary>
    /// Sorts the versions and verifies that none overlap. Versions that are never valid (the fence was ended before it
    /// began) are kept only if there are no others: the fence is then known, but contains nothing.
    /// </summary>
    /// <param name="versions">All versions of one fence.</param>
    public IndexedFence(IEnumerable<FenceVersion> versions)
    {
        FenceVersion[] ordered = [.. versions.OrderBy(version => version.ValidFrom).ThenBy(version => version.Version)];
        FenceVersion[] valid = [.. ordered.Where(version => version.ValidFrom < version.ValidTo)];
        _versions = [.. (valid.Length > 0 ? valid : ordered[..1]).Select(version => new IndexedVersion(this, version))];
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

    public string Key => _versions[0].Version.Key;

    public IReadOnlyList<IndexedVersion> Versions => _versions;

    /// <summary>The version valid at a moment, regardless of its active hours and trackers.</summary>
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

    /// <summary>The version whose validity ended exactly at <paramref name="moment"/>.</summary>
    public IndexedVersion? EndedAt(DateTime moment) => Array.Find(_versions, version => version.Version.ValidTo == moment);

    /// <summary>The last version that began before <paramref name="moment"/>; the first version if there is none.</summary>
    public IndexedVersion LatestBefore(DateTime moment) =>
        Array.FindLast(_versions, version => version.Version.ValidFrom < moment) ?? _versions[0];

    /// <summary>
    /// The first moment after the given one at which a version or its active hours begin or end; <see
    /// cref="FenceVersion.Always"/>.To if there is none.
    /// </summary>
    public DateTime NextBoundary(DateTime after)
    {
        DateTime next = FenceVersion.Always.To;
        foreach (IndexedVersion version in _versions)
        {
            next = Earlier(next, version.NextBoundary(after));
        }

        return next;
    }

    /// <summary>
    /// The first moment after the given one at which a version begins; <see cref="FenceVersion.Always"/>.To if there is
    /// none.
    /// </summary>
    public DateTime NextVersion(DateTime after)
    {
        foreach (IndexedVersion version in _versions)
        {
            if (version.Version.ValidFrom > after)
            {
                return version.Version.ValidFrom;
            }
        }

        return FenceVersion.Always.To;
    }

    /// <summary>
    /// The moment at which a visit that began at <paramref name="enteredAt"/> becomes a dwell if it continues; null if it
    /// never does.
    /// </summary>
    public DateTime? DwellMoment(DateTime enteredAt)
    {
        foreach (IndexedVersion indexed in _versions)
        {
            FenceVersion version = indexed.Version;
            if (version.Terms.Dwell is { } dwell && version.ValidTo > enteredAt)
            {
                DateTime due = enteredAt + dwell;
                DateTime moment = due > version.ValidFrom ? due : version.ValidFrom;
                if (moment < version.ValidTo)
                {
                    return moment;
                }
            }
        }

        return null;
    }

    private static DateTime Earlier(DateTime one, DateTime other) => one < other ? one : other;
}
