namespace EFCore.ReadWriteSplitting.Consistency;

/// <summary>
/// Samples of the primary's position over time, which prove bounded staleness: a server that has replayed the sample taken at time s
/// is stale by at most now - s. Times are from a monotonic clock. Not thread-safe.
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

    /// <summary>Removes all samples.</summary>
    public void Clear() => _samples.Clear();

    /// <summary>How long ago the first sample past the position was taken; zero if there is none.</summary>
    /// <param name="position">The position.</param>
    /// <param name="now">The current time.</param>
    /// <param name="isLowerBound">Whether the oldest sample is past the position already, so that it may have been passed earlier.</param>
    public TimeSpan TimeBehind(WriteToken position, TimeSpan now, out bool isLowerBound)
    {
        isLowerBound = true;
        foreach ((TimeSpan at, WriteToken sample) in _samples)
        {
            if (sample.Merge(position) != position)
            {
                return now - at;
            }

            isLowerBound = false;
        }

        return TimeSpan.Zero;
    }

    /// <summary>The oldest sample that proves <paramref name="limit"/> at <paramref name="now"/>; null if there is none.</summary>
    public WriteToken? FindProof(TimeSpan limit, TimeSpan now)
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
