using Tracker.Data.Fences;
using Tracker.Geo.Fences.Areas;

namespace GeofenceProcessor.Indexing;

/// <summary>
/// Indexes all versions of all fences by location, by id and by the moments at which they begin and end. Immutable and
/// thread-safe. Changed fences are kept beside the unchanged ones, so that a change costs no more than the number of recent
/// changes; when these become many, the index is packed again. The bounding boxes exclude margins: a search by location
/// finds fences to enter, while fences that a tracker is inside of are looked up by id.
/// </summary>
internal sealed class FenceIndex
{
    private const int FewChanges = 256;

    private readonly FenceSet _all;
    private readonly FenceSet _changed;

    /// <summary>Builds the index and prepares every area, which is the expensive part.</summary>
    /// <exception cref="ArgumentException">Two versions of one fence overlap in time.</exception>
    public FenceIndex(IEnumerable<FenceVersion> versions)
        : this(new FenceSet(Indexed(versions)), new FenceSet(new Dictionary<long, IndexedFence>()))
    {
    }

    private FenceIndex(FenceSet all, FenceSet changed)
    {
        (_all, _changed) = (all, changed);
        FenceCount = all.Fences.Count + changed.Fences.Keys.Count(id => !all.Fences.ContainsKey(id));
    }

    public int FenceCount { get; }

    /// <summary>All fences.</summary>
    public IEnumerable<IndexedFence> Fences =>
        _changed.Fences.Values.Concat(_all.Fences.Values.Where(fence => !_changed.Fences.ContainsKey(fence.Id)));

    /// <summary>Returns a fence by id.</summary>
    /// <exception cref="ArgumentException">The index does not contain the fence.</exception>
    public IndexedFence this[long fenceId] => _changed.Fences.TryGetValue(fenceId, out IndexedFence? fence) || _all.Fences.TryGetValue(fenceId, out fence)
        ? fence
        : throw new ArgumentException($"Fence {fenceId} is not in the index. Load all versions of all fences, including ended ones.", nameof(fenceId));

    /// <summary>Returns an index with changed or new fences. This index remains unchanged.</summary>
    /// <param name="versions">All versions of these fences.</param>
    /// <exception cref="ArgumentException">Two versions of one fence overlap in time.</exception>
    public FenceIndex With(IEnumerable<FenceVersion> versions)
    {
        Dictionary<long, IndexedFence> changed = new(_changed.Fences);
        foreach ((long id, IndexedFence fence) in Indexed(versions))
        {
            changed[id] = fence;
        }

        if (changed.Count <= Math.Max(FewChanges, _all.Fences.Count / 16))
        {
            return new FenceIndex(_all, new FenceSet(changed));
        }

        Dictionary<long, IndexedFence> all = new(_all.Fences);
        foreach ((long id, IndexedFence fence) in changed)
        {
            all[id] = fence;
        }

        return new FenceIndex(new FenceSet(all), new FenceSet(new Dictionary<long, IndexedFence>()));
    }

    /// <summary>
    /// Adds to <paramref name="found"/> every version, valid at any time, whose bounding boxes intersect the given box. May
    /// add a version twice, or one that misses the box by up to two metres; callers test the area itself.
    /// </summary>
    public void Find(in Box around, List<IndexedVersion> found)
    {
        int before = found.Count;
        _all.Boxes.Find(around, found);
        RemoveChanged(found, before);
        _changed.Boxes.Find(around, found);
    }

    /// <summary>Whether any fence has crossings enabled.</summary>
    public bool AnyCrossings => _all.Crossable.Count > 0 || _changed.Crossable.Count > 0;

    /// <summary>Like <see cref="Find"/>, but only versions with crossings enabled.</summary>
    public void FindCrossable(in Box around, List<IndexedVersion> found)
    {
        int before = found.Count;
        _all.Crossable.Find(around, found);
        RemoveChanged(found, before);
        _changed.Crossable.Find(around, found);
    }

    /// <summary>
    /// The first moment after the given one at which a fence may begin, change or end, or its active hours may; <see
    /// cref="FenceVersion.Always"/>.To if there is none.
    /// </summary>
    public DateTime NextBoundary(DateTime after)
    {
        DateTime one = _all.NextBoundary(after);
        DateTime other = _changed.NextBoundary(after);
        return one < other ? one : other;
    }

    private void RemoveChanged(List<IndexedVersion> found, int from)
    {
        if (_changed.Fences.Count == 0)
        {
            return;
        }

        int kept = from;
        for (int i = from; i < found.Count; i++)
        {
            if (!_changed.Fences.ContainsKey(found[i].Fence.Id))
            {
                found[kept++] = found[i];
            }
        }

        found.RemoveRange(kept, found.Count - kept);
    }

    private static Dictionary<long, IndexedFence> Indexed(IEnumerable<FenceVersion> versions) => versions
        .GroupBy(version => version.FenceId)
        .ToDictionary(fence => fence.Key, fence => new IndexedFence(fence));
}
