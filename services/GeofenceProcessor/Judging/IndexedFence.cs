using Tracker.Data.Fences;

namespace GeofenceProcessor.Judging;

/// <summary>The versions of one fence over event time.</summary>
internal sealed class IndexedFence
{
    private readonly IndexedVersion[] _versions;

    /// <summary>
    /// Puts the versions in order and sees that none overlap. Those that are valid at no time (a fence that was ended before it
    /// began) count only where there is no other: then the fence is known, and holds nothing.
    /// </summary>
    /// <param name="versions">All of this fence.</param>
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

    /// <summary>The version valid at a moment, whatever its hours and trackers.</summary>
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

    /// <summary>The first moment later than the one given at which a version begins or ends, or hours do; the end of time where there is none.</summary>
    public DateTime NextBoundary(DateTime after)
    {
        DateTime next = FenceVersion.Always.To;
        foreach (IndexedVersion version in _versions)
        {
            next = Earlier(next, version.NextBoundary(after));
        }

        return next;
    }

    /// <summary>The first moment later than the one given at which a version begins; the end of time where there is none.</summary>
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

    /// <summary>When a visit that began at <paramref name="enteredAt"/> and goes on is a dwell; null where never.</summary>
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
