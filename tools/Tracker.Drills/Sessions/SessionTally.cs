using System.Collections.Concurrent;
using EFCore.ReadWriteSplitting.Routing;

namespace Tracker.Drills.Sessions;

/// <summary>What the sessions met, counted over all of them.</summary>
internal sealed class SessionTally
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

    /// <summary>Reads by the reason of their route.</summary>
    public ConcurrentDictionary<RouteReason, int> Routes { get; } = [];

    /// <summary>Errors that nobody expects to surface, by their type.</summary>
    public ConcurrentDictionary<string, int> Errors { get; } = [];

    /// <summary>A number for a session that no other has.</summary>
    public int NextSession() => Interlocked.Increment(ref _numbers);

    public void Finish() => Interlocked.Increment(ref _done);

    public void Restart() => Interlocked.Increment(ref _restarts);

    public void Refuse() => Interlocked.Increment(ref _refused);

    public void FindUnavailable() => Interlocked.Increment(ref _unavailable);

    public void Route(RouteReason reason) => Routes.AddOrUpdate(reason, 1, (_, count) => count + 1);

    public void Fail(Exception error) => Errors.AddOrUpdate(error.GetType().Name, 1, (_, count) => count + 1);
}
