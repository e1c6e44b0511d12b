using EFCore.ReadWriteSplitting.Scopes;
using EFCore.ReadWriteSplitting.Sessions;
using Tracker.Cluster;
using Tracker.Drills.Checking;
using Tracker.Drills.Histories;
using Tracker.Drills.Running;

namespace Tracker.Drills.Sessions;

/// <summary>Runs random sessions on a cluster with faults and checks their history.</summary>
public sealed class SessionDrill(SessionDrillOptions options, IProgress<string> progress)
{
    /// <summary>Short, so that a stale replica does not slow down the drill. Reads that fall back to the primary are checked too.</summary>
    private const string ReplicaWait = "50ms";

    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(15);

    public async Task<SessionDrillResult> RunAsync(CancellationToken ct)
    {
        await using DrillCluster cluster = await DrillCluster.StartAsync(progress, options.Topology, null, ct);
        return await RunAsync(cluster, ct);
    }

    internal async Task<SessionDrillResult> RunAsync(DrillCluster cluster, CancellationToken ct)
    {
        await using Database database = cluster.Open(
            ("TRACKER_REPLICA_WAIT", ReplicaWait), ("TRACKER_WRITE_POOL", $"{Math.Max(10, options.Sessions / 2)}"));
        await ListStore.CreateAsync(database, ct);

        string path = Path.Combine(
            Path.GetTempPath(),
            $"tracker-sessions-{Environment.ProcessId}-{options.Seed}-{(options.WithoutGuard ? "none" : "all")}.history");
        try
        {
            return await RunAsync(cluster.Cluster, database, path, ct);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private async Task<SessionDrillResult> RunAsync(LocalCluster cluster, Database database, string path, CancellationToken ct)
    {
        SessionCounters counters = new();
        FaultSchedule faults = new(cluster, counters, options, progress);
        TimeProvider time = TimeProvider.System;
        TimeSpan ran;
        using (HistoryWriter history = new(path))
        using (time.CreateTimer(_ => progress.Report($"{counters.Done} of {options.Operations} operations"), null, ProgressInterval, ProgressInterval))
        {
            Task<TimeSpan> sessions = RunSessionsAsync(database, history, counters, ct);
            await Task.WhenAll(sessions, faults.RunAsync(ct));
            ran = await sessions;
            await FinishAsync(cluster, database, history, ct);
        }

        progress.Report("checking the history");
        long checking = time.GetTimestamp();
        SessionVerdict verdict = SessionChecker.Check(path);
        SessionDrillResult result = Result(verdict, counters, faults, ran, time.GetElapsedTime(checking), path);
        if (result.History is null)
        {
            File.Delete(path);
        }

        return result;
    }

    /// <returns>The elapsed time.</returns>
    private async Task<TimeSpan> RunSessionsAsync(Database database, HistoryWriter history, SessionCounters counters, CancellationToken ct)
    {
        ListKeys keys = new();
        SessionGuarantees guarantees = options.WithoutGuard ? SessionGuarantees.None : SessionGuarantees.All;
        long started = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, options.Sessions).Select(i =>
        {
            SessionClient client = new(database, guarantees, keys, history, counters, new Random((options.Seed * 7_919) + i));
            int share = (options.Operations / options.Sessions) + (i < options.Operations % options.Sessions ? 1 : 0);
            return Task.Run(() => client.RunAsync(share, ct), ct);
        }));
        return TimeProvider.System.GetElapsedTime(started);
    }

    /// <summary>Records the final lists after the cluster has recovered and all writes have ended.</summary>
    private static async Task FinishAsync(LocalCluster cluster, Database database, HistoryWriter history, CancellationToken ct)
    {
        await cluster.WaitForHealthyAsync(cluster.Nodes.Count - 1, Faults.FaultTarget.HealthyTimeout, ct);
        foreach ((int key, long[] values) in await ListStore.AllAsync(database, ct))
        {
            history.Final(key, values);
        }
    }

    private SessionDrillResult Result(
        SessionVerdict verdict, SessionCounters counters, FaultSchedule faults, TimeSpan ran, TimeSpan check, string path) => new(verdict)
        {
            Restarts = counters.Restarts,
            Refused = counters.Refused,
            Unavailable = counters.Unavailable,
            Errors = counters.Errors,
            Routes = counters.Routes.ToDictionary(pair => $"{pair.Key}", pair => pair.Value),
            Faults = faults.Injected,
            Seconds = Math.Round(ran.TotalSeconds, 1),
            CheckSeconds = Math.Round(check.TotalSeconds, 1),
            Seed = options.Seed,
            WithoutGuard = options.WithoutGuard,
            History = verdict.Violations.Total > 0 && !options.WithoutGuard ? path : null,
        };
}
