namespace Tracker.Hosting.Data;

/// <summary>Whether a consumer processes what waits for it, from its position and its backlog at several moments. Not thread-safe.</summary>
/// <param name="limit">How long the position may stay where it is while reports wait.</param>
internal sealed class ConsumerProgress(TimeSpan limit)
{
    private (long Position, long Backlog, TimeSpan At)? _stuck;

    /// <summary>Records an observation.</summary>
    /// <param name="position">The sum of the positions in all shards.</param>
    /// <param name="backlog">Reports that wait.</param>
    /// <param name="now">A monotonic time.</param>
    /// <returns>The reason if the consumer makes no progress; otherwise null.</returns>
    public string? Observe(long position, long backlog, TimeSpan now)
    {
        if (backlog == 0 || _stuck?.Position != position)
        {
            _stuck = backlog == 0 ? null : (position, backlog, now);
            return null;
        }

        (_, long before, TimeSpan since) = _stuck.Value;
        return now - since < limit
            ? null
            : FormattableString.Invariant($"no report was processed for {(now - since).TotalSeconds:0} s, while the backlog went from {before:N0} to {backlog:N0} reports. Look for the reason in the log and in the lag of the replicas (./tracker lag).");
    }
}
