namespace Tracker.Drills.Failover;

/// <summary>Measures the longest period without a success across all callers.</summary>
internal sealed class PauseMeter
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
