using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Drills.Failover;
using Tracker.Drills.Faults;
using Tracker.Drills.Running;

namespace Tracker.Drills.Fallbacks;

/// <summary>Measures how reads that fall back to the primary affect its write latency when no replica keeps up.</summary>
public sealed class FallbackDrill(FallbackDrillOptions options, IProgress<string> progress)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public async Task<FallbackDrillResult> RunAsync(CancellationToken ct)
    {
        await using DrillCluster cluster = await DrillCluster.StartAsync(progress, options.Topology, null, ct);
        await using Database database = cluster.Open();
        await UnitStore.CreateAsync(database, ct);
        FaultTarget target = await FaultTarget.CaptureAsync(cluster.Cluster, ct);
        FallbackLoad load = new(database, options);
        using CancellationTokenSource stop = new();
        Task running = load.RunAsync(stop.Token);
        FallbackPhase before;
        FallbackPhase during;
        try
        {
            await PhaseAsync(load, WarmUp, ct);
            progress.Report("measuring with replicas that keep up");
            before = await PhaseAsync(load, options.Phase, ct);
            progress.Report($"measuring again: {FaultCatalog.FreezeAllReplay.Description}");
            await FaultCatalog.FreezeAllReplay.InjectAsync(target, ct);
            try
            {
                during = await PhaseAsync(load, options.Phase, ct);
            }
            finally
            {
                await FaultCatalog.FreezeAllReplay.HealAsync(target, CancellationToken.None);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await running;
        }

        return new FallbackDrillResult(before.Figures(), during.Figures());
    }

    private static async Task<FallbackPhase> PhaseAsync(FallbackLoad load, TimeSpan lasting, CancellationToken ct)
    {
        FallbackPhase phase = new();
        load.Phase = phase;
        await Task.Delay(lasting, TimeProvider.System, ct);
        return phase;
    }
}
