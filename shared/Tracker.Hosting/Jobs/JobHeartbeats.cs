using System.Collections.Concurrent;

namespace Tracker.Hosting.Jobs;

/// <summary>The last heartbeat of each job of this process.</summary>
internal sealed class JobHeartbeats(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Heartbeat> _heartbeats = new(StringComparer.Ordinal);

    public void Expect(string job, TimeSpan interval) => _heartbeats[job] = new Heartbeat(interval, clock.GetTimestamp());

    public void Beat(string job)
    {
        if (_heartbeats.TryGetValue(job, out Heartbeat? heartbeat)) heartbeat.At = clock.GetTimestamp();
    }

    /// <summary>The jobs whose last heartbeat is older than their interval and <paramref name="limit"/> together, with its age.</summary>
    public IReadOnlyList<(string Job, TimeSpan Silent)> Stalled(TimeSpan limit) =>
    [
        .. _heartbeats.Select(job => (job.Key, Silent: clock.GetElapsedTime(job.Value.At), Limit: job.Value.Interval + limit))
            .Where(job => job.Silent > job.Limit)
            .Select(job => (job.Key, job.Silent)),
    ];

    private sealed class Heartbeat(TimeSpan interval, long at)
    {
        private long _at = at;

        public TimeSpan Interval { get; } = interval;

        public long At
        {
            get => Volatile.Read(ref _at);
            set => Volatile.Write(ref _at, value);
        }
    }
}
