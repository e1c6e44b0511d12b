namespace Tracker.Drills.Failover;

/// <summary>The longest time in which nothing succeeded, over all who call it.</summary>
internal sealed class Pauses
{
    private readonly Lock _gate = new();
    private long _last = TimeProvider.System.GetTimestamp();
    private TimeSpan _longest;

    public TimeSpan Longest
    {
        get
        {
            lock (_gate)
            {
                return _longest;
            }
        }
    }

    public void Succeed()
    {
        lock (_gate)
        {
            TimeSpan pause = TimeProvider.System.GetElapsedTime(_last);
            _last = TimeProvider.System.GetTimestamp();
            _longest = pause > _longest ? pause : _longest;
        }
    }
}
