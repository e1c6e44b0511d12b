namespace EFCore.ReadWriteSplitting.Monitoring;

/// <summary>
/// When the monitor may dial a node again that the proxy did not lead to: at once, after 1 s, 2 s, 4 s, and so on.
/// </summary>
/// <param name="longestSeconds">The longest time between two attempts.</param>
internal sealed class DialBackoff(int longestSeconds)
{
    private long _next = long.MinValue;
    private int _seconds = 1;

    /// <summary>Whether it may be dialled now; if so, the next time is later.</summary>
    /// <param name="now">The timestamp.</param>
    /// <param name="frequency">Timestamps per second.</param>
    public bool TryStart(long now, long frequency)
    {
        if (now < _next)
        {
            return false;
        }

        _next = now + (_seconds * frequency);
        _seconds = Math.Min(_seconds * 2, longestSeconds);
        return true;
    }
}
