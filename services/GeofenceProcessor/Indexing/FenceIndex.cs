using GeofenceProcessor.Judging;
using Tracker.Data.Fences;
using Tracker.Geo.Fences.Areas;

namespace GeofenceProcessor.Indexing;

/// <summary>
/// All versions of all fences, found by place, by id and by the moments at which they begin and end. Immutable; asked by many
/// threads at once. Fences that changed lie beside the many that did not, so that a change costs no more than the changes so
/// far; once those are many, all are packed anew. The boxes leave the margins out: a fence is searched by place only to
/// enter it, and a fence that a tracker is inside of is asked by its id.
/// </summary>
internal sealed class FenceIndex
{
    private const int FewChanges = 256;

    private readonly FenceSet _all;
    private readonly FenceSet _changed;

    /// <summary>Makes every area ready: what costs time is done here.</summary>
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

    /// <summary>All fences, each once.</summary>
    public IEnumerable<IndexedFence> Fences =>
        _changed.Fences.Values.Concat(_all.Fences.Values.Where(fence => !_changed.Fences.ContainsKey(fence.Id)));

    /// <summary>The fence of an id.</summary>
    /// <exception cref="ArgumentException">There is no such fence.</exception>
    public IndexedFence this[long fenceId] => _changed.Fences.TryGetValue(fenceId, out IndexedFence? fence) || _all.Fences.TryGetValue(fenceId, out fence)
        ? fence
        : throw new ArgumentException($"Fence {fenceId} is not in the index: load every version of every fence, ended ones too.", nameof(fenceId));

    /// <summary>The index after some fences changed or came; this one stays as it is.</summary>
    /// <param name="versions">Every version of those fences.</param>
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
    /// Adds to <paramref name="found"/> each version, of any time, whose boxes meet the one given; some perhaps twice, and
    /// some that miss it by two metres at most: the area itself tells.
    /// </summary>
    public void Find(in Box around, List<IndexedVersion> found)
    {
        int before = found.Count;
        _all.Places.Find(around, found);
        LeaveOutChanged(found, before);
        _changed.Places.Find(around, found);
    }

    /// <summary>Whether any fence's crossings count.</summary>
    public bool AnyCrossings => _all.Crossable.Count > 0 || _changed.Crossable.Count > 0;

    /// <summary>As <see cref="Find"/>, of those whose crossings count.</summary>
    public void FindCrossable(in Box around, List<IndexedVersion> found)
    {
        int before = found.Count;
        _all.Crossable.Find(around, found);
        LeaveOutChanged(found, before);
        _changed.Crossable.Find(around, found);
    }

    /// <summary>
    /// The first moment later than the one given at which a fence, or its hours, may begin, change or end; the end of time
    /// where there is none.
    /// </summary>
    public DateTime NextBoundary(DateTime after)
    {
        DateTime one = _all.NextBoundary(after);
        DateTime other = _changed.NextBoundary(after);
        return one < other ? one : other;
    }

    private void LeaveOutChanged(List<IndexedVersion> found, int from)
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
