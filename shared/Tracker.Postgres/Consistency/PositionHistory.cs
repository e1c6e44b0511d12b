namespace EFCore.ReadWriteSplitting.Consistency;

/// <summary>
/// What the primary's position was, and when: the proof behind bounded staleness. A server that has replayed a sample
/// taken at s is stale by at most now - s. Times are a monotonic clock's, which no one sets. Not thread-safe.
/// </summary>
internal sealed class PositionHistory(int capacity)
{
    private readonly Queue<(TimeSpan At, WriteToken Position)> _samples = new(capacity);

    public void Add(TimeSpan at, WriteToken position)
    {
        if (_samples.Count == capacity)
        {
            _samples.Dequeue();
        }

        _samples.Enqueue((at, position));
    }

    /// <summary>Forgets all samples.</summary>
    public void Clear() => _samples.Clear();

    /// <summary>Since when the primary has been past a position; zero where it is not, as far as was seen.</summary>
    public TimeSpan Behind(WriteToken position, TimeSpan now)
    {
        foreach ((TimeSpan at, WriteToken sample) in _samples)
        {
            if (sample.Merge(position) != position)
            {
                return now - at;
            }
        }

        return TimeSpan.Zero;
    }

    /// <summary>The oldest sample that still proves <paramref name="limit"/> at <paramref name="now"/>; null: no proof.</summary>
    public WriteToken? Proving(TimeSpan limit, TimeSpan now)
    {
        foreach ((TimeSpan at, WriteToken position) in _samples)
        {
            if (at >= now - limit && at <= now)
            {
                return position;
            }
        }

        return null;
    }
}
