using Tracker.Cluster;
using Tracker.Drills.Faults;

namespace Tracker.Drills.Sessions;

/// <summary>Makes faults while the sessions run: one after another, evenly over the operations, in an order of the seed's choosing.</summary>
internal sealed class FaultPlan(LocalCluster cluster, SessionTally tally, SessionDrillOptions options, IProgress<string> progress)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ShortestHold = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(4);

    private readonly Random _random = new(options.Seed);

    /// <summary>How often each was made.</summary>
    public Dictionary<string, int> Made { get; } = [];

    /// <summary>Ends when all are made and healed, or the operations are done.</summary>
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

            await ReachAsync(i * distance, Timeout.InfiniteTimeSpan, ct);
            if (tally.Done >= options.Operations)
            {
                return;
            }

            await MakeAsync(deck.Dequeue(), ct);
        }
    }

    private async Task MakeAsync(Fault fault, CancellationToken ct)
    {
        FaultSite site = await FaultSite.LookAsync(cluster, ct);
        progress.Report($"after {tally.Done} operations: {fault.What}");
        try
        {
            await fault.MakeAsync(site, ct);
            Made[fault.Name] = Made.GetValueOrDefault(fault.Name) + 1;
            TimeSpan hold = ShortestHold + (_random.NextDouble() * (LongestHold - ShortestHold));
            await ReachAsync(options.Operations, fault.AtLeast?.Invoke(site) is { } least && least > hold ? least : hold, ct);
        }
        catch (ClusterException notMade)
        {
            progress.Report($"{fault.Name} could not be made: {notMade.Message}");
        }
        finally
        {
            await fault.HealAsync(site, CancellationToken.None);
        }
    }

    private async Task ReachAsync(int operations, TimeSpan within, CancellationToken ct)
    {
        TimeProvider time = TimeProvider.System;
        long started = time.GetTimestamp();
        while (tally.Done < operations && (within == Timeout.InfiniteTimeSpan || time.GetElapsedTime(started) < within))
        {
            await Task.Delay(Poll, time, ct);
        }
    }

    private Fault[] Shuffled()
    {
        Fault[] faults = [.. FaultCatalog.OfSessions];
        _random.Shuffle(faults);
        return faults;
    }
}
