using System.Collections.Concurrent;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;

namespace Tracker.Drills.Fallbacks;

/// <summary>The measurements of a phase. An operation belongs to the phase in which it started.</summary>
internal sealed class FallbackPhase
{
    private readonly ConcurrentQueue<double> _writes = [];
    private int _byReplica;
    private int _byPrimary;
    private int _refused;

    public ConcurrentDictionary<string, int> Errors { get; } = [];

    public void Write(TimeSpan latency) => _writes.Enqueue(latency.TotalMilliseconds);

    public void Read(NodeRole role) => Interlocked.Increment(ref role == NodeRole.Replica ? ref _byReplica : ref _byPrimary);

    public void Refuse() => Interlocked.Increment(ref _refused);

    public void Fail(string what, Exception error) => Errors.AddOrUpdate($"{what}: {error.GetType().Name}", 1, (_, count) => count + 1);

    public FallbackFigures Figures()
    {
        double[] sorted = [.. _writes.Order()];
        return new FallbackFigures
        {
            Writes = sorted.Length,
            WriteP50 = Percentile(sorted, 0.50),
            WriteP99 = Percentile(sorted, 0.99),
            ReadsByReplica = _byReplica,
            ReadsByPrimary = _byPrimary,
            ReadsRefused = _refused,
            Errors = Errors,
        };
    }

    /// <summary>The percentile by the nearest-rank method.</summary>
    internal static double Percentile(double[] sorted, double share) =>
        sorted.Length == 0 ? 0 : Math.Round(sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)], 2);
}
