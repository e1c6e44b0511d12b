using System.Collections.Concurrent;
using EFCore.ReadWriteSplitting.Routing;

namespace Tracker.Drills.Sessions;

/// <summary>Counters over all sessions.</summary>
internal sealed class SessionCounters
{
    private int _done;
    private int _restarts;
    private int _refused;
    private int _unavailable;
    private int _numbers;

    public int Done => Volatile.Read(ref _done);

    public int Restarts => _restarts;

    public int Refused => _refused;

    public int Unavailable => _unavailable;

    /// <summary>Reads by route reason.</summary>
    public ConcurrentDictionary<RouteReason, int> Routes { get; } = [];

    /// <summary>Unexpected errors by exception type.</summary>
    public ConcurrentDictionary<string, int> Errors { get; } = [];

    /// <summary>Returns a unique session number.</summary>
    public int NextSession() => Interlocked.Increment(ref _numbers);

    public void CountOperation() => Interlocked.Increment(ref _done);

    public void CountRestart() => Interlocked.Increment(ref _restarts);

    public void CountRefused() => Interlocked.Increment(ref _refused);

    public void CountUnavailable() => Interlocked.Increment(ref _unavailable);

    public void CountRoute(RouteReason reason) => Routes.AddOrUpdate(reason, 1, (_, count) => count + 1);

    public void CountError(Exception error) => Errors.AddOrUpdate(error.GetType().Name, 1, (_, count) => count + 1);
}
