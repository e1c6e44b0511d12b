namespace Tracker.Drills.Checking;

/// <summary>What one session has done so far, key by key.</summary>
internal sealed class SessionPast
{
    private readonly Dictionary<int, List<long>> _written = [];
    private readonly Dictionary<int, List<(int Order, ListVersion Version)>> _read = [];

    /// <summary>Operations so far.</summary>
    public int Operations { get; private set; }

    /// <returns>The operation's order, from 1 on.</returns>
    public int Next() => ++Operations;

    /// <summary>The values that the session has appended to a list and was told are committed.</summary>
    public IReadOnlyList<long> WrittenTo(int key) => _written.TryGetValue(key, out List<long>? values) ? values : [];

    /// <summary>The most that the session has read of a list; null where it has read nothing of it.</summary>
    public ListVersion? ReadOf(int key) => _read.TryGetValue(key, out List<(int Order, ListVersion Version)>? versions) ? versions[^1].Version : null;

    /// <summary>The most that the session had read of a list before one of its operations.</summary>
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
