using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Cluster.Configuration;
using Tracker.Cluster.Networks;
using Tracker.Drills.Faults;
using Tracker.Drills.Running;

namespace Tracker.Drills.Failover;

/// <summary>Writers and readers run through each fault in turn; then it is counted what is there.</summary>
public sealed class FailoverDrill(FailoverDrillOptions options, IProgress<string> progress)
{
    private const int LostNamed = 20;
    private const int WarmUnits = 100;

    /// <summary>Longer than any outage, a thawed primary's included.</summary>
    private const string RetryDeadline = "120s";

    /// <summary>No connection ends by its age while connections are counted.</summary>
    private const string ConnectionLifetime = "1h";

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan WritesWithin = TimeSpan.FromMinutes(2);

    public async Task<FailoverDrillResult> RunAsync(CancellationToken ct)
    {
        await using DrillCluster cluster = await DrillCluster.StartAsync(
            progress, options.Topology, Configure, ct);
        return await RunAsync(cluster, ct);
    }

    internal async Task<FailoverDrillResult> RunAsync(DrillCluster cluster, CancellationToken ct)
    {
        List<FaultOutcome> outcomes = [];
        foreach (Fault fault in options.Chosen)
        {
            outcomes.Add(fault.NeedsNetwork && !cluster.Cluster.Options.HasCables
                ? new FaultOutcome { Fault = fault.Name, Skipped = PrivateNetwork.Obstacle() ?? "the drill does not run in a private network." }
                : await RunAsync(fault, cluster, ct));
        }

        return new FailoverDrillResult(options.Asynchronous, outcomes);
    }

    private ClusterOptions Configure(ClusterOptions cluster) => cluster with
    {
        SynchronousMode = !options.Asynchronous,
        HasCables = PrivateNetwork.IsInside,
        Addresses = PrivateNetwork.IsInside ? PrivateNetwork.Addresses : cluster.Addresses,
    };

    private async Task<FaultOutcome> RunAsync(Fault fault, DrillCluster cluster, CancellationToken ct)
    {
        await using Database database = cluster.Open(
            ("TRACKER_RETRY_DEADLINE", RetryDeadline), ("TRACKER_CONNECTION_LIFETIME", ConnectionLifetime));
        FaultSite site = await FaultSite.LookAsync(cluster.Cluster, ct);
        await UnitStore.CreateAsync(database, ct);
        FailoverLoad load = new(database);
        using CancellationTokenSource stop = new();
        Task running = load.RunAsync(stop.Token);
        (SurvivorConnections Survivors, bool WentOn) seen;
        try
        {
            seen = await RunAsync(fault, site, load, ct);
        }
        finally
        {
            await stop.CancelAsync();
            await running;
        }

        await site.HealthyAsync(ct);
        FaultOutcome outcome = (await CountAsync(fault, database, load, seen.Survivors, ct)) with { WentOn = seen.WentOn };
        return outcome with { Broken = Promises.Broken(outcome, options.Asynchronous) };
    }

    /// <summary>From the first acknowledged units to those after the fault was healed.</summary>
    private async Task<(SurvivorConnections Survivors, bool WentOn)> RunAsync(Fault fault, FaultSite site, FailoverLoad load, CancellationToken ct)
    {
        SurvivorConnections survivors = new(fault.IsOfOneReplica ? site.Standby : null);
        await GrowsAsync(load, ct);
        await survivors.BeforeAsync(ct);
        progress.Report($"{fault.Name}: {fault.What}");
        try
        {
            await fault.MakeAsync(site, ct);
            TimeSpan lasting = fault.AtLeast?.Invoke(site) is { } least && least > options.Lasting ? least : options.Lasting;
            await Task.Delay(lasting, TimeProvider.System, ct);
            await survivors.AfterAsync(ct);
        }
        finally
        {
            await fault.HealAsync(site, CancellationToken.None);
        }

        return (survivors, await GrowsAsync(load, ct));
    }

    /// <returns>False: it does not, for too long.</returns>
    private static async Task<bool> GrowsAsync(FailoverLoad load, CancellationToken ct)
    {
        TimeProvider time = TimeProvider.System;
        long started = time.GetTimestamp();
        int before = load.Acknowledged.Count;
        while (load.Acknowledged.Count < before + WarmUnits && time.GetElapsedTime(started) < WritesWithin)
        {
            await Task.Delay(Poll, time, ct);
        }

        return load.Acknowledged.Count >= before + WarmUnits;
    }

    private static async Task<FaultOutcome> CountAsync(Fault fault, Database database, FailoverLoad load, SurvivorConnections survivors, CancellationToken ct)
    {
        Dictionary<long, int> there = await UnitStore.CountsAsync(database, ct);
        long[] lost = [.. load.Acknowledged.Where(id => !there.ContainsKey(id)).Order()];
        return new FaultOutcome
        {
            Fault = fault.Name,
            Acknowledged = load.Acknowledged.Count,
            Present = load.Acknowledged.Count - lost.Length,
            Lost = lost.Length,
            LostUnits = [.. lost.Take(LostNamed)],
            AppliedTwice = there.Values.Count(count => count > 1),
            UnitErrors = load.UnitErrors,
            Reads = load.Reads,
            ReadErrors = load.ReadErrors,
            LongestPause = Math.Round(load.LongestWritePause.TotalSeconds, 2),
            LongestReadPause = Math.Round(load.LongestReadPause.TotalSeconds, 2),
            SurvivorConnections = survivors.Before,
            SurvivorConnectionsKept = survivors.Kept,
            Errors = load.Errors,
        };
    }
}
