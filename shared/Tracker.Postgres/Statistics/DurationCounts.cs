using EFCore.ReadWriteSplitting.Routing;

namespace EFCore.ReadWriteSplitting.Statistics;

/// <summary>Counts durations in buckets, without a lock.</summary>
internal sealed class DurationCounts
{
    /// <summary>The bounds of the buckets in seconds. A query by key on a replica takes about one millisecond.</summary>
    public static readonly double[] Bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private readonly long[] _counts = new long[Bounds.Length + 1];
    private long _ticks;

    public void Add(TimeSpan duration)
    {
        int at = Array.BinarySearch(Bounds, duration.TotalSeconds);
        Interlocked.Increment(ref _counts[at >= 0 ? at : ~at]);
        Interlocked.Add(ref _ticks, duration.Ticks);
    }

    public DurationStatistics Read(ScopeKind kind) => new(
        kind,
        TimeSpan.FromTicks(Interlocked.Read(ref _ticks)),
        [.. _counts.Select((_, at) => new DurationBucket(at < Bounds.Length ? TimeSpan.FromSeconds(Bounds[at]) : null, Interlocked.Read(ref _counts[at])))]);
}
