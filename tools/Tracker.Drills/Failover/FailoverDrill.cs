using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Cluster.Configuration;
using Tracker.Cluster.Networks;
using Tracker.Drills.Faults;
using Tracker.Drills.Running;

namespace Tracker.Drills.Failover;

/// <summary>Runs writers and readers through each fault in turn and counts the rows afterwards.</summary>
public sealed class FailoverDrill(FailoverDrillOptions options, IProgress<string> progress)
{
    private const int MaxLostUnitsListed = 20;
    private const int UnitsPerPhase = 100;

    /// <summary>Longer than any outage, including that of a paused and resumed primary.</summary>
    private const string RetryDeadline = "120s";

    /// <summary>No connection reaches its maximum age while connections are counted.</summary>
    private const string ConnectionLifetime = "1h";

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ProgressTimeout = TimeSpan.FromMinutes(2);

    public async Task<FailoverDrillResult> RunAsync(CancellationToken ct)
    {
        await using DrillCluster running = await DrillCluster.StartAsync(
            progress, options.Topology, cluster => cluster with { SynchronousMode = !options.Asynchronous }, ct);
        return await RunAsync(running, ct);
    }

    internal async Task<FailoverDrillResult> RunAsync(DrillCluster cluster, CancellationToken ct)
    {
        List<FaultOutcome> outcomes = [];
        foreach (Fault fault in options.Chosen)
        {
            outcomes.Add(fault.RequiresPrivateNetwork && !cluster.Cluster.Options.UseNetworkNamespaces
                ? new FaultOutcome { Fault = fault.Name, Skipped = PrivateNetwork.Obstacle() ?? "the drill does not run in a private network." }
                : await RunAsync(fault, cluster, ct));
        }

        return new FailoverDrillResult(options.Asynchronous, outcomes);
    }

    private async Task<FaultOutcome> RunAsync(Fault fault, DrillCluster cluster, CancellationToken ct)
    {
        await using Database database = cluster.Open(
            ("TRACKER_RETRY_DEADLINE", RetryDeadline), ("TRACKER_CONNECTION_LIFETIME", ConnectionLifetime));
        FaultTarget target = await FaultTarget.CaptureAsync(cluster.Cluster, ct);
        await UnitStore.CreateAsync(database, ct);
        FailoverLoad load = new(database, cluster.Cluster.ReadConnectionString);
        using CancellationTokenSource stop = new();
        Task running = load.RunAsync(stop.Token);
        (SurvivorConnections Survivors, bool Resumed) seen;
        try
        {
            seen = await RunAsync(fault, target, load, ct);
        }
        finally
        {
            await stop.CancelAsync();
            await running;
        }

        await target.WaitForHealthyAsync(ct);
        FaultOutcome outcome = (await CountAsync(fault, database, load, seen.Survivors, ct)) with { WentOn = seen.Resumed };
        return outcome with { Broken = FailoverExpectations.Unmet(outcome, options.Asynchronous) };
    }

    /// <summary>Runs from the first acknowledged units to the first ones after the fault is healed.</summary>
    private async Task<(SurvivorConnections Survivors, bool Resumed)> RunAsync(
        Fault fault, FaultTarget target, FailoverLoad load, CancellationToken ct)
    {
        SurvivorConnections survivors = new(fault.AffectsOneReplica ? target.Standby : null);
        await WaitForProgressAsync(load, ct);
        await survivors.CountBeforeAsync(ct);
        progress.Report($"{fault.Name}: {fault.Description}");
        try
        {
            await fault.InjectAsync(target, ct);
            TimeSpan lasting = fault.MinimumDuration?.Invoke(target) is { } least && least > options.Lasting ? least : options.Lasting;
            await Task.Delay(lasting, TimeProvider.System, ct);
            await survivors.CountAfterAsync(ct);
        }
        finally
        {
            await fault.HealAsync(target, CancellationToken.None);
        }

        return (survivors, await WaitForProgressAsync(load, ct));
    }

    /// <returns>False if no units are acknowledged within the time limit.</returns>
    private static async Task<bool> WaitForProgressAsync(FailoverLoad load, CancellationToken ct)
    {
        TimeProvider time = TimeProvider.System;
        long started = time.GetTimestamp();
        int before = load.Acknowledged.Count;
        while (load.Acknowledged.Count < before + UnitsPerPhase && time.GetElapsedTime(started) < ProgressTimeout)
        {
            await Task.Delay(Poll, time, ct);
        }

        return load.Acknowledged.Count >= before + UnitsPerPhase;
    }

    private static async Task<FaultOutcome> CountAsync(
        Fault fault, Database database, FailoverLoad load, SurvivorConnections survivors, CancellationToken ct)
    {
        Dictionary<long, int> counts = await UnitStore.CountsAsync(database, ct);
        long[] lost = [.. load.Acknowledged.Where(id => !counts.ContainsKey(id)).Order()];
        return new FaultOutcome
        {
            Fault = fault.Name,
            Acknowledged = load.Acknowledged.Count,
            Present = load.Acknowledged.Count - lost.Length,
            Lost = lost.Length,
            LostUnits = [.. lost.Take(MaxLostUnitsListed)],
            AppliedTwice = counts.Values.Count(count => count > 1),
            UnitErrors = load.UnitErrors,
            Reads = load.Reads,
            ReadErrors = load.ReadErrors,
            LongestPause = Math.Round(load.LongestWritePause.TotalSeconds, 2),
            LongestReadPause = Math.Round(load.LongestReadPause.TotalSeconds, 2),
            ReadsOnPrimary = load.Balance.OnPrimary,
            SecondsUntilBalanced = Math.Round(load.Balance.Longest.TotalSeconds, 2),
            SurvivorConnections = survivors.Before,
            SurvivorConnectionsKept = survivors.Kept,
            Errors = load.Errors,
        };
    }
}
