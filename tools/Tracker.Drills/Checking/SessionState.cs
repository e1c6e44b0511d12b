namespace Tracker.Drills.Checking;

/// <summary>The reads and writes of a session so far, by key.</summary>
internal sealed class SessionState
{
    private readonly Dictionary<int, List<long>> _written = [];
    private readonly Dictionary<int, List<(int Order, ListVersion Version)>> _read = [];

    /// <summary>The number of operations so far.</summary>
    public int Operations { get; private set; }

    /// <returns>The number of the operation, starting at 1.</returns>
    public int Next() => ++Operations;

    /// <summary>The session's acknowledged values of a list.</summary>
    public IReadOnlyList<long> WrittenTo(int key) => _written.TryGetValue(key, out List<long>? values) ? values : [];

    /// <summary>The latest version of a list that the session has read; null if none.</summary>
    public ListVersion? ReadOf(int key) =>
        _read.TryGetValue(key, out List<(int Order, ListVersion Version)>? versions) ? versions[^1].Version : null;

    /// <summary>The latest version of a list that the session had read before the given operation.</summary>
    public ListVersion? ReadBefore(int key, int order)
    {
        if (!_read.TryGetValue(key, out List<(int Order, ListVersion Version)>? versions))
        {
            return null;
        }

        (int low, int high) = (0, versions.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = versions[middle].Order < order ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? null : versions[low - 1].Version;
    }

    public void Wrote(int key, long value)
    {
        if (!_written.TryGetValue(key, out List<long>? values))
        {
            _written.Add(key, values = []);
        }

        values.Add(value);
    }

    public void Read(int key, ListVersion version)
    {
        if (!_read.TryGetValue(key, out List<(int Order, ListVersion Version)>? versions))
        {
            _read.Add(key, versions = []);
        }

        if (versions.Count == 0 || versions[^1].Version != version)
        {
            versions.Add((Operations, version));
        }
    }
}
