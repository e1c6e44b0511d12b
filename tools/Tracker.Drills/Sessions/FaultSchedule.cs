using Tracker.Cluster;
using Tracker.Cluster.Primitives;
using Tracker.Drills.Faults;

namespace Tracker.Drills.Sessions;

/// <summary>
/// Injects faults one at a time while the sessions run, spread evenly over the operations, in an order that depends on the seed.
/// </summary>
internal sealed class FaultSchedule(LocalCluster cluster, SessionCounters counters, SessionDrillOptions options, IProgress<string> progress)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ShortestHold = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(4);

    private readonly Random _random = new(options.Seed);

    /// <summary>The number of injections of each fault.</summary>
    public Dictionary<string, int> Injected { get; } = [];

    /// <summary>Completes when all faults are injected and healed, or when the operations are done.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        int distance = options.Operations / (options.Faults + 1);
        Queue<Fault> deck = [];
        for (int i = 1; i <= options.Faults; i++)
        {
            if (deck.Count == 0)
            {
                deck = new Queue<Fault>(Shuffled());
            }

            await WaitForOperationsAsync(i * distance, Timeout.InfiniteTimeSpan, ct);
            if (counters.Done >= options.Operations)
            {
                return;
            }

            await InjectAsync(deck.Dequeue(), ct);
        }
    }

    private async Task InjectAsync(Fault fault, CancellationToken ct)
    {
        FaultTarget target = await FaultTarget.CaptureAsync(cluster, ct);
        progress.Report($"after {counters.Done} operations: {fault.Description}");
        try
        {
            await fault.InjectAsync(target, ct);
            Injected[fault.Name] = Injected.GetValueOrDefault(fault.Name) + 1;
            TimeSpan hold = ShortestHold + (_random.NextDouble() * (LongestHold - ShortestHold));
            await WaitForOperationsAsync(
                options.Operations, fault.MinimumDuration?.Invoke(target) is { } least && least > hold ? least : hold, ct);
        }
        catch (ClusterException failed)
        {
            progress.Report($"{fault.Name} could not be injected: {failed.Message}");
        }
        finally
        {
            await fault.HealAsync(target, CancellationToken.None);
        }
    }

    private async Task WaitForOperationsAsync(int operations, TimeSpan within, CancellationToken ct)
    {
        TimeProvider time = TimeProvider.System;
        long started = time.GetTimestamp();
        while (counters.Done < operations && (within == Timeout.InfiniteTimeSpan || time.GetElapsedTime(started) < within))
        {
            await Task.Delay(Poll, time, ct);
        }
    }

    private Fault[] Shuffled()
    {
        Fault[] faults = [.. FaultCatalog.Session];
        _random.Shuffle(faults);
        return faults;
    }
}
