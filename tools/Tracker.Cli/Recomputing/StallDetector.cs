namespace Tracker.Cli.Recomputing;

/// <summary>Detects that work has stopped making progress.</summary>
internal sealed class StallDetector(TimeProvider time)
{
    /// <summary>The time without progress after which work counts as stalled.</summary>
    public static readonly TimeSpan Threshold = TimeSpan.FromSeconds(15);

    private long _remaining = -1;
    private long _since;

    /// <summary>Records the remaining amount.</summary>
    /// <returns>True if the remaining amount has not changed for <see cref="Threshold"/>.</returns>
    public bool IsStalled(long remaining)
    {
        if (remaining != _remaining)
        {
            (_remaining, _since) = (remaining, time.GetTimestamp());
        }

        return remaining > 0 && time.GetElapsedTime(_since) >= Threshold;
    }
}
