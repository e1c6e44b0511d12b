using System.Collections.Concurrent;

namespace Tracker.Hosting.Jobs;

/// <summary>When each job of this process last gave a sign of life.</summary>
internal sealed class JobHeartbeats(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Beat> _beats = new(StringComparer.Ordinal);

    public void Expect(string job, TimeSpan interval) => _beats[job] = new Beat(interval, clock.GetTimestamp());

    public void Sign(string job)
    {
        if (_beats.TryGetValue(job, out Beat? beat)) beat.At = clock.GetTimestamp();
    }

    /// <summary>The jobs that have been silent for longer than their interval and <paramref name="limit"/>, with how long.</summary>
    public IReadOnlyList<(string Job, TimeSpan Silent)> Stalled(TimeSpan limit) =>
    [
        .. _beats.Select(beat => (beat.Key, Silent: clock.GetElapsedTime(beat.Value.At), Limit: beat.Value.Interval + limit))
            .Where(beat => beat.Silent > beat.Limit)
            .Select(beat => (beat.Key, beat.Silent)),
    ];

    private sealed class Beat(TimeSpan interval, long at)
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
