using System.Collections.Concurrent;
using EFCore.ReadWriteSplitting.Consistency;

namespace EFCore.ReadWriteSplitting.Sessions;

/// <summary>
/// The simple way to read one's own writes, where no token can travel: who wrote a moment ago reads from the primary. By key (a
/// user, a tracker), in this process only, and a promise only as long as the replicas are less behind than the window:
/// <see cref="Session"/> proves what this assumes.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="window">How long a writer's reads go to the primary; 5 s by default.</param>
public sealed class RecentWriters(TimeProvider time, TimeSpan? window = null)
{
    private readonly TimeSpan _window = window is { } given && given <= TimeSpan.Zero
        ? throw new ArgumentOutOfRangeException(nameof(window), window, "The window must be longer than zero.")
        : window ?? TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, long> _wroteAt = new(StringComparer.Ordinal);
    private long _sweptAt = time.GetTimestamp();

    /// <summary>Keys that are remembered; forgotten some time after their window.</summary>
    public int Count => _wroteAt.Count;

    /// <summary>Notes that this key's owner has written.</summary>
    public void Wrote(string key)
    {
        _wroteAt[key] = time.GetTimestamp();
        SweepSometimes();
    }

    /// <summary>How this key's owner should read now.</summary>
    public ReadConsistency ConsistencyFor(string key) =>
        _wroteAt.TryGetValue(key, out long at) && time.GetElapsedTime(at) < _window ? ReadConsistency.Primary : ReadConsistency.Eventual;

    private void SweepSometimes()
    {
        long last = Volatile.Read(ref _sweptAt);
        if (time.GetElapsedTime(last) < _window || Interlocked.CompareExchange(ref _sweptAt, time.GetTimestamp(), last) != last)
        {
            return;
        }

        foreach (KeyValuePair<string, long> writer in _wroteAt)
        {
            if (time.GetElapsedTime(writer.Value) >= _window)
            {
                // Only if it has not written again meanwhile.
                _wroteAt.TryRemove(writer);
            }
        }
    }
}
