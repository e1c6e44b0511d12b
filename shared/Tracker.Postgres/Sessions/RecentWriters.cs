using System.Collections.Concurrent;
using EFCore.ReadWriteSplitting.Consistency;

namespace EFCore.ReadWriteSplitting.Sessions;

/// <summary>
/// A simple way to read one's own writes if tokens cannot be passed on: after a write, reads with the same key (such as a user id) go to
/// the primary for a while. Works within one process, and only while the replicas' lag is shorter than the window. <see cref="Session"/>
/// proves what this class assumes.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="window">How long reads go to the primary after a write; 5 s by default.</param>
public sealed class RecentWriters(TimeProvider time, TimeSpan? window = null)
{
    private readonly TimeSpan _window = window is { } given && given <= TimeSpan.Zero
        ? throw new ArgumentOutOfRangeException(nameof(window), window, "The window must be longer than zero.")
        : window ?? TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, long> _wroteAt = new(StringComparer.Ordinal);
    private long _lastRemoval = time.GetTimestamp();

    /// <summary>The number of stored keys. Keys are removed some time after their window.</summary>
    public int Count => _wroteAt.Count;

    /// <summary>Records a write with this key.</summary>
    public void RecordWrite(string key)
    {
        _wroteAt[key] = time.GetTimestamp();
        RemoveExpired();
    }

    /// <summary>The consistency for a read with this key.</summary>
    public ReadConsistency ConsistencyFor(string key) =>
        _wroteAt.TryGetValue(key, out long at) && time.GetElapsedTime(at) < _window ? ReadConsistency.Primary : ReadConsistency.Eventual;

    private void RemoveExpired()
    {
        long last = Volatile.Read(ref _lastRemoval);
        if (time.GetElapsedTime(last) < _window || Interlocked.CompareExchange(ref _lastRemoval, time.GetTimestamp(), last) != last)
        {
            return;
        }

        foreach (KeyValuePair<string, long> writer in _wroteAt)
        {
            if (time.GetElapsedTime(writer.Value) >= _window)
            {
                // Removes the key only if its value has not changed.
                _wroteAt.TryRemove(writer);
            }
        }
    }
}
