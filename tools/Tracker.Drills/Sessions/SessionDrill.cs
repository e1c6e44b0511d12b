using EFCore.ReadWriteSplitting.Scopes;
using EFCore.ReadWriteSplitting.Sessions;
using Tracker.Cluster;
using Tracker.Drills.Checking;
using Tracker.Drills.Histories;
using Tracker.Drills.Running;

namespace Tracker.Drills.Sessions;

/// <summary>Random sessions on a cluster with faults, and the verdict of a checker that reads their history.</summary>
public sealed class SessionDrill(SessionDrillOptions options, IProgress<string> progress)
{
    /// <summary>Short, so that a frozen replica slows the drill down little; every fall-back to the primary is checked too.</summary>
    private const string ReplicaWait = "50ms";

    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(15);

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

        string path = Path.Combine(Path.GetTempPath(), $"tracker-sessions-{Environment.ProcessId}-{options.Seed}-{(options.WithoutGuard ? "none" : "all")}.history");
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
        SessionTally tally = new();
        FaultPlan faults = new(cluster, tally, options, progress);
        TimeProvider time = TimeProvider.System;
        TimeSpan ran;
        using (HistoryWriter history = new(path))
        using (time.CreateTimer(_ => progress.Report($"{tally.Done} of {options.Operations} operations"), null, ProgressEvery, ProgressEvery))
        {
            Task<TimeSpan> sessions = RunSessionsAsync(database, history, tally, ct);
            await Task.WhenAll(sessions, faults.RunAsync(ct));
            ran = await sessions;
            await FinishAsync(cluster, database, history, ct);
        }

        progress.Report("checking the history");
        long checking = time.GetTimestamp();
        SessionVerdict verdict = SessionChecker.Check(path);
        SessionDrillResult result = Result(verdict, tally, faults, ran, time.GetElapsedTime(checking), path);
        if (result.History is null)
        {
            File.Delete(path);
        }

        return result;
    }

    /// <returns>How long it took.</returns>
    private async Task<TimeSpan> RunSessionsAsync(Database database, HistoryWriter history, SessionTally tally, CancellationToken ct)
    {
        ListKeys keys = new();
        SessionGuarantees guarantees = options.WithoutGuard ? SessionGuarantees.None : SessionGuarantees.All;
        long started = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, options.Sessions).Select(i =>
        {
            SessionClient client = new(database, guarantees, keys, history, tally, new Random((options.Seed * 7_919) + i));
            int share = (options.Operations / options.Sessions) + (i < options.Operations % options.Sessions ? 1 : 0);
            return Task.Run(() => client.RunAsync(share, ct), ct);
        }));
        return TimeProvider.System.GetElapsedTime(started);
    }

    /// <summary>What there is in the end, when the cluster is whole again and nobody writes.</summary>
    private static async Task FinishAsync(LocalCluster cluster, Database database, HistoryWriter history, CancellationToken ct)
    {
        await cluster.WaitForHealthyAsync(cluster.Nodes.Count - 1, Faults.FaultSite.HealthyWithin, ct);
        foreach ((int key, long[] values) in await ListStore.AllAsync(database, ct))
        {
            history.Final(key, values);
        }
    }

    private SessionDrillResult Result(SessionVerdict verdict, SessionTally tally, FaultPlan faults, TimeSpan ran, TimeSpan check, string path) => new()
    {
        Operations = verdict.Operations,
        Reads = verdict.Reads,
        Writes = verdict.Writes,
        UnknownWrites = verdict.UnknownWrites,
        Violations = verdict.Violations,
        Lost = verdict.Lost,
        AppliedTwice = verdict.AppliedTwice,
        Examples = verdict.Examples,
        Restarts = tally.Restarts,
        Refused = tally.Refused,
        Unavailable = tally.Unavailable,
        Errors = tally.Errors,
        Routes = tally.Routes.ToDictionary(pair => $"{pair.Key}", pair => pair.Value),
        Faults = faults.Made,
        Seconds = Math.Round(ran.TotalSeconds, 1),
        CheckSeconds = Math.Round(check.TotalSeconds, 1),
        Seed = options.Seed,
        WithoutGuard = options.WithoutGuard,
        History = verdict.Violations.Total > 0 && !options.WithoutGuard ? path : null,
    };
}
