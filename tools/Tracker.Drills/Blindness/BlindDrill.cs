using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Scopes;
using EFCore.ReadWriteSplitting.Statistics;
using Tracker.Cluster.Configuration;
using Tracker.Cluster.Networks;
using Tracker.Drills.Failover;
using Tracker.Drills.Faults;
using Tracker.Drills.Running;

namespace Tracker.Drills.Blindness;

/// <summary>Makes a replica go quiet in every way, and asks all workers what they report of it.</summary>
public sealed class BlindDrill(BlindDrillOptions options, IProgress<string> progress)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromMilliseconds(20);

    public async Task<BlindDrillResult> RunAsync(CancellationToken ct)
    {
        await using DrillCluster cluster = await DrillCluster.StartAsync(progress, DrillTopology.Proxy, null, ct);
        return await RunAsync(cluster, ct);
    }

    internal async Task<BlindDrillResult> RunAsync(DrillCluster cluster, CancellationToken ct)
    {
        List<BlindOutcome> outcomes = [];
        foreach (DrillTopology topology in options.Topologies)
        {
            foreach (Fault fault in options.Chosen)
            {
                // Without writes a replica that does not replay is not behind.
                foreach (bool writing in IsSeenOnlyByLag(fault) ? (bool[])[true] : [true, false])
                {
                    BlindOutcome outcome = new() { Fault = fault.Name, Topology = topology, Writing = writing };
                    outcomes.Add(fault.RequiresPrivateNetwork && !cluster.Cluster.Options.UseNetworkNamespaces
                        ? outcome with { Skipped = PrivateNetwork.Obstacle() ?? "the drill does not run in a private network." }
                        : await RunAsync(fault, outcome, cluster, ct));
                }
            }
        }

        return new BlindDrillResult(outcomes);
    }

    private static bool IsSeenOnlyByLag(Fault fault) => fault == FaultCatalog.FreezeReplay || fault == FaultCatalog.StallWalSender;

    // A replica whose pooler is frozen still tells the primary its position.
    private static bool HidesLag(Fault fault) => !IsSeenOnlyByLag(fault) && fault != FaultCatalog.PauseReplicaPgBouncer;

    private async Task<BlindOutcome> RunAsync(Fault fault, BlindOutcome outcome, DrillCluster cluster, CancellationToken ct)
    {
        FaultTarget target = await FaultTarget.CaptureAsync(cluster.Cluster, ct);
        await using Database writer = cluster.Open();
        await UnitStore.CreateAsync(writer, ct);
        IReadOnlyList<BlindWorker> workers = BlindWorker.All(cluster, outcome.Topology);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Task writing = outcome.Writing ? WriteAsync(writer, stop.Token) : Task.CompletedTask;
        try
        {
            foreach (BlindWorker worker in workers)
            {
                worker.Start();
            }

            await WaitForHealthyAsync(workers, target.Replica.Name, ct);
            progress.Report($"{fault.Name}, {outcome.Topology}, {(outcome.Writing ? "writing" : "idle primary")}: {fault.Description}");
            outcome = await InjectAsync(fault, outcome, target, workers, ct);
            await WaitForHealthyAsync(workers, target.Replica.Name, ct);
            return outcome;
        }
        finally
        {
            await stop.CancelAsync();
            await writing;
            await Task.WhenAll(workers.Select(worker => worker.DisposeAsync().AsTask()));
        }
    }

    private static async Task<BlindOutcome> InjectAsync(
        Fault fault, BlindOutcome outcome, FaultTarget target, IReadOnlyList<BlindWorker> workers, CancellationToken ct)
    {
        try
        {
            long injected = TimeProvider.System.GetTimestamp();
            await fault.InjectAsync(target, ct);
            return await WatchAsync(fault, outcome, injected, target.Replica.Name, workers, ct);
        }
        finally
        {
            await fault.HealAsync(target, CancellationToken.None);
            await target.WaitForHealthyAsync(ct);
        }
    }

    private static async Task<BlindOutcome> WatchAsync(
        Fault fault, BlindOutcome outcome, long injected, string replica, IReadOnlyList<BlindWorker> workers, CancellationToken ct)
    {
        TimeSpan elapsed;
        TimeSpan noticed = default;
        int wrong = 0;
        do
        {
            await Task.Delay(Poll, TimeProvider.System, ct);
            elapsed = TimeProvider.System.GetElapsedTime(injected);
            foreach (BlindWorker worker in workers.Where(worker => IsWrong(worker.Look(replica), fault)))
            {
                noticed = elapsed;
                wrong += elapsed > BlindDrillResult.NoticeWithin ? 1 : 0;
            }
        }
        while (elapsed < 2 * BlindDrillResult.NoticeWithin);
        return outcome with
        {
            FalseHealthy = wrong,
            SecondsToNotice = Math.Round(noticed.TotalSeconds, 2),
            Reported = workers.ToDictionary(worker => worker.Name, worker => Word(worker.Look(replica)), StringComparer.Ordinal),
        };
    }

    private static bool IsWrong(ReplicaStatistics? seen, Fault fault) => seen switch
    {
        null or { Health: NodeHealth.Healthy } => true,
        { Health: not NodeHealth.Lagging } when IsSeenOnlyByLag(fault) => true,
        _ => seen.Lag is not null && HidesLag(fault),
    };

    private static string Word(ReplicaStatistics? seen) => seen switch
    {
        null => "not listed",
        { Lag: { } lag } => FormattableString.Invariant($"{seen.Health}, {lag.Time.TotalSeconds:0.0} s behind"),
        _ => FormattableString.Invariant($"{seen.Health}, lag unknown for {seen.SinceLagObserved?.TotalSeconds:0.0} s"),
    };

    private static async Task WaitForHealthyAsync(IReadOnlyList<BlindWorker> workers, string replica, CancellationToken ct)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (workers.FirstOrDefault(worker => !worker.FindsHealthy(replica)) is { } blind)
        {
            if (TimeProvider.System.GetElapsedTime(started) > FaultTarget.HealthyTimeout)
            {
                throw new TimeoutException($"The worker '{blind.Name}' did not find {replica} healthy: {blind.Look(replica)}");
            }

            await Task.Delay(Poll, TimeProvider.System, ct);
        }
    }

    private static async Task WriteAsync(Database database, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await database.WriteAsync((write, token) => UnitStore.InsertAsync(write, 0, token), ct);
                await Task.Delay(BetweenWrites, TimeProvider.System, ct);
            }
            catch (Exception error) when (error is OperationCanceledException or DatabaseUnavailableException)
            {
                // The next round tries again, or ends.
            }
        }
    }
}
