namespace Tracker.Data.Ingest;

/// <summary>
/// The trackers of the keys used last, at most <see cref="Capacity"/>. Two generations: when the young one is full, it becomes the old one,
/// and the old one is forgotten. A key that is used moves to the young one. Not thread-safe.
/// </summary>
/// <param name="capacity">The largest number of keys.</param>
internal sealed class TrackerCache(int capacity)
{
    private readonly int _generation = Math.Max(1, capacity / 2);
    private Dictionary<string, ResolvedTracker> _young = new(StringComparer.Ordinal);
    private Dictionary<string, ResolvedTracker> _old = new(StringComparer.Ordinal);

    public int Capacity => 2 * _generation;

    /// <summary>The number of entries; a key that has moved counts twice until the old generation is forgotten.</summary>
    public int Count => _young.Count + _old.Count;

    public bool TryGet(string key, out ResolvedTracker tracker)
    {
        if (_young.TryGetValue(key, out tracker))
        {
            return true;
        }

        if (!_old.TryGetValue(key, out tracker))
        {
            return false;
        }

        Add(key, tracker);
        return true;
    }

    public void Add(string key, ResolvedTracker tracker)
    {
        if (_young.Count >= _generation && !_young.ContainsKey(key))
        {
            // The forgotten dictionary's memory is used again.
            (_old, _young) = (_young, _old);
            _young.Clear();
        }

        _young[key] = tracker;
    }

    public void Clear()
    {
        _young = new(StringComparer.Ordinal);
        _old = new(StringComparer.Ordinal);
    }
}
