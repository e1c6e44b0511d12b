using NetTopologySuite.Geometries;
using NetTopologySuite.Index;
using NetTopologySuite.Index.Strtree;
using Tracker.Data.Fences;

namespace GeofenceProcessor.Judging;

/// <summary>
/// All versions of all fences, found by place, by id and by the moments at which versions begin and end. Immutable; asked by
/// many threads at once. The boxes leave the margins out: a fence is searched by place only to enter it, and a fence that
/// a tracker is inside of is asked by its id.
/// </summary>
internal sealed class FenceIndex
{
    private readonly STRtree<IndexedVersion> _tree = new();
    private readonly Dictionary<long, IndexedFence> _fences = [];
    private readonly Boundary[] _boundaries;

    /// <summary>Makes every area ready: what costs time is done here.</summary>
    /// <exception cref="ArgumentException">Two versions of one fence overlap in time.</exception>
    public FenceIndex(IEnumerable<FenceVersion> versions)
    {
        int rank = 0;
        foreach (IGrouping<long, FenceVersion> fence in versions
            .GroupBy(version => version.FenceId)
            .OrderBy(fence => fence.First().Key, StringComparer.Ordinal)
            .ThenBy(fence => fence.Key))
        {
            _fences.Add(fence.Key, new IndexedFence(fence, rank++));
        }

        foreach (IndexedVersion version in _fences.Values.SelectMany(fence => fence.Versions).Where(version => version.Version.ValidFrom < version.Version.ValidTo))
        {
            foreach (Envelope box in version.Area.Boxes)
            {
                _tree.Insert(box, version);
            }
        }

        _boundaries =
        [
            .. _fences.Values.SelectMany(BoundariesOf).OrderBy(boundary => boundary.At).ThenBy(boundary => boundary.Fence.Rank),
        ];

        // The tree makes the boxes of its nodes when first asked: asked here for everything, not by several threads at once.
        _tree.Query(new Envelope(-180, 180, -90, 90));
    }

    /// <summary>A moment at which a fence begins, changes or ends.</summary>
    public readonly record struct Boundary(DateTime At, IndexedFence Fence);

    public int FenceCount => _fences.Count;

    /// <summary>The fence of an id.</summary>
    /// <exception cref="ArgumentException">There is no such fence.</exception>
    public IndexedFence this[long fenceId] => _fences.TryGetValue(fenceId, out IndexedFence? fence)
        ? fence
        : throw new ArgumentException($"Fence {fenceId} is not in the index: load every version of every fence, ended ones too.", nameof(fenceId));

    /// <summary>Shows <paramref name="visitor"/> each version, of any time, whose boxes hold the point; some perhaps twice.</summary>
    public void Visit(Envelope point, IItemVisitor<IndexedVersion> visitor) => _tree.Query(point, visitor);

    /// <summary>The boundaries later than one moment and not later than the other, in order of time, then of the keys.</summary>
    public ReadOnlySpan<Boundary> BoundariesWithin(DateTime after, DateTime upTo)
    {
        int first = CountUpTo(after);
        return _boundaries.AsSpan(first, Math.Max(0, CountUpTo(upTo) - first));
    }

    private static IEnumerable<Boundary> BoundariesOf(IndexedFence fence) => fence.Versions
        .Where(version => version.Version.ValidFrom < version.Version.ValidTo)
        .SelectMany(version => new[] { version.Version.ValidFrom, version.Version.ValidTo })
        .Where(moment => moment != FenceVersion.Always.From && moment != FenceVersion.Always.To)
        .Distinct()
        .Select(moment => new Boundary(moment, fence));

    private int CountUpTo(DateTime moment)
    {
        int low = 0;
        int high = _boundaries.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_boundaries[middle].At <= moment)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
