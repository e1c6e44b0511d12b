using GeofenceProcessor.Indexing;
using Tracker.Data.Fences;

namespace GeofenceProcessor.Judging;

/// <summary>The fences that a tracker is inside of, in the order of their keys, and their pending dwells.</summary>
internal sealed class Visits
{
    public static readonly IComparer<IndexedFence> FencesByKey = Comparer<IndexedFence>.Create(Compare);

    public static readonly Comparison<IndexedVersion> ByKey = (one, other) => Compare(one.Fence, other.Fence);

    private readonly List<Visit> _visits = [];

    /// <param name="visits">The fences, and the times of entry.</param>
    /// <param name="at">The moment up to which dwells have already been emitted.</param>
    public Visits(IEnumerable<(IndexedFence Fence, DateTime EnteredAt)> visits, DateTime at)
    {
        foreach ((IndexedFence fence, DateTime enteredAt) in visits)
        {
            Insert(fence, enteredAt, fence.DwellMoment(enteredAt) is { } due && due > at ? due : null);
        }
    }

    public int Count => _visits.Count;

    public IEnumerable<IndexedFence> Fences => _visits.Select(visit => visit.Fence);

    public (IndexedFence Fence, DateTime EnteredAt) this[int index] => (_visits[index].Fence, _visits[index].EnteredAt);

    /// <summary>Returns -1 if the tracker is not inside the fence.</summary>
    public int Find(IndexedFence fence)
    {
        for (int i = 0; i < _visits.Count; i++)
        {
            if (_visits[i].Fence == fence)
            {
                return i;
            }
        }

        return -1;
    }

    public bool Contains(IndexedFence fence) => Find(fence) >= 0;

    public void Add(IndexedFence fence, DateTime enteredAt) => Insert(fence, enteredAt, fence.DwellMoment(enteredAt));

    public void RemoveAt(int index) => _visits.RemoveAt(index);

    /// <summary>When the next dwell is due; <see cref="FenceVersion.Always"/>.To if none is.</summary>
    public DateTime NextDwell()
    {
        DateTime next = FenceVersion.Always.To;
        foreach (Visit visit in _visits)
        {
            next = visit.DwellAt < next ? visit.DwellAt.Value : next;
        }

        return next;
    }

    /// <summary>Returns the visits whose dwell is due at a moment, and marks them as emitted.</summary>
    public IReadOnlyList<(IndexedFence Fence, DateTime EnteredAt)> TakeDwells(DateTime moment)
    {
        List<(IndexedFence Fence, DateTime EnteredAt)> due = [];
        for (int i = 0; i < _visits.Count; i++)
        {
            if (_visits[i].DwellAt <= moment)
            {
                due.Add((_visits[i].Fence, _visits[i].EnteredAt));
                _visits[i] = _visits[i] with { DwellAt = null };
            }
        }

        return due;
    }

    public IReadOnlyList<Presence> Presences() => [.. _visits.Select(visit => new Presence(visit.Fence.Id, visit.EnteredAt, visit.DwellAt))];

    private static int Compare(IndexedFence one, IndexedFence other)
    {
        int byKey = string.CompareOrdinal(one.Key, other.Key);
        return byKey != 0 ? byKey : one.Id.CompareTo(other.Id);
    }

    private void Insert(IndexedFence fence, DateTime enteredAt, DateTime? dwellAt)
    {
        int index = _visits.FindLastIndex(visit => Compare(visit.Fence, fence) < 0) + 1;
        _visits.Insert(index, new Visit(fence, enteredAt, dwellAt));
    }

    private readonly record struct Visit(IndexedFence Fence, DateTime EnteredAt, DateTime? DwellAt);
}
