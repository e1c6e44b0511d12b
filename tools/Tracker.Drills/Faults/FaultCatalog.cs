using Tracker.Cluster.Nodes;

namespace Tracker.Drills.Faults;

/// <summary>The faults by their names.</summary>
internal static class FaultCatalog
{
    /// <summary>So that Patroni gives the role away before the old primary is back.</summary>
    private static readonly TimeSpan Takeover = TimeSpan.FromSeconds(8);

    /// <summary>What is acknowledged in this time, and sent to no replica, is lost with a primary that waits for none.</summary>
    private static readonly TimeSpan StalledBefore = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ReplayDelay = TimeSpan.FromMilliseconds(700);

    public static Fault Switchover { get; } = Fault.Of(
        "switchover", "the standby is made the primary in good order", (site, ct) => site.Cluster.SwitchoverAsync(site.Standby, ct));

    public static Fault KillPrimaryServer { get; } = Fault.Of(
        "kill-primary-server", "kill -9 of the primary's PostgreSQL", site => site.Primary.Kill(NodePart.Server));

    public static Fault KillPrimaryNode { get; } = Fault.Of(
        "kill-primary-node", "kill -9 of the primary's PostgreSQL, Patroni and PgBouncer, which stay away", KillPrimaryNodeAsync, Release(site => site.Primary)) with
    {
        AtLeast = BeyondTimeToLive,
    };

    /// <summary>Readers of the replica that ran ahead have seen commits that the new primary never had.</summary>
    public static Fault KillPrimaryAhead { get; } = Fault.Of(
        "kill-primary-ahead", "the standby receives nothing for a second while another replica runs ahead; then kill -9 of the primary's node",
        KillPrimaryAheadAsync, Release(site => site.Primary)) with
    {
        AtLeast = BeyondTimeToLive,
    };

    public static Fault KillReplica { get; } = Fault.Of(
        "kill-replica", "kill -9 of a replica's PostgreSQL, Patroni and PgBouncer, which stay away",
        site => site.Replica.HoldDown(), site => site.Replica.Release()) with
    {
        IsOfOneReplica = true,
    };

    public static Fault PauseReplica { get; } = Paused("pause-replica", "SIGSTOP of a whole replica", site => site.Replica, NodePart.Node) with { IsOfOneReplica = true };

    public static Fault PauseReplicaPgBouncer { get; } =
        Paused("pause-replica-pgbouncer", "SIGSTOP of a replica's PgBouncer", site => site.Replica, NodePart.PgBouncer) with { IsOfOneReplica = true };

    public static Fault PausePrimaryPgBouncer { get; } =
        Paused("pause-primary-pgbouncer", "SIGSTOP of the primary's PgBouncer", site => site.Primary, NodePart.PgBouncer);

    public static Fault PausePrimaryServer { get; } =
        Paused("pause-primary-server", "SIGSTOP of the primary's PostgreSQL for longer than the ttl, then thawed", site => site.Primary, NodePart.Server) with
        {
            AtLeast = BeyondTimeToLive,
        };

    public static Fault FreezeReplay { get; } = Fault.Of(
        "freeze-replay", "a replica's startup process is frozen: it grows stale and looks healthy",
        site => site.Replica.PauseReplay(), site => site.Replica.ResumeReplay());

    public static Fault FreezeAllReplay { get; } = Fault.Of(
        "freeze-all-replay", "the startup processes of all replicas are frozen", (site, _) => EachReplica(site, node => node.PauseReplay()),
        (site, _) => EachReplica(site, node => node.ResumeReplay()));

    public static Fault DelayReplay { get; } = Fault.Of(
        "delay-replay", "recovery_min_apply_delay on a replica",
        (site, ct) => site.Replica.DelayReplayAsync(ReplayDelay, ct), (site, ct) => site.Replica.DelayReplayAsync(TimeSpan.Zero, ct));

    public static Fault FreezeStandby { get; } =
        Paused("freeze-synchronous-standby", "SIGSTOP of the PostgreSQL that commits wait for", site => site.Standby, NodePart.Server);

    public static Fault RestartProxy { get; } = Fault.Of("restart-haproxy", "kill -9 of HAProxy, which is started again", site => site.Cluster.Kill("haproxy"));

    public static Fault RestartPgBouncer { get; } = Fault.Of(
        "restart-pgbouncer", "kill -9 of the primary's PgBouncer, which is started again", site => site.Primary.Kill(NodePart.PgBouncer));

    public static Fault CutPrimary { get; } = Fault.Of(
        "cut-primary", "the primary's network is cut, for longer than the ttl", site => site.Primary.Cut(), site => site.Primary.Heal()) with
    {
        AtLeast = BeyondTimeToLive,
        NeedsNetwork = true,
    };

    public static Fault CutReplica { get; } = Fault.Of("cut-replica", "a replica's network is cut", site => site.Replica.Cut(), site => site.Replica.Heal()) with
    {
        IsOfOneReplica = true,
        NeedsNetwork = true,
    };

    /// <summary>Those of the failover drill, in the order in which it makes them.</summary>
    public static IReadOnlyList<Fault> OfFailovers { get; } =
    [
        Switchover, KillPrimaryServer, KillPrimaryNode, KillPrimaryAhead, KillReplica, PauseReplica, PauseReplicaPgBouncer, PausePrimaryPgBouncer, PausePrimaryServer,
        FreezeReplay, FreezeStandby, RestartProxy, RestartPgBouncer, CutPrimary, CutReplica,
    ];

    /// <summary>Those of the sessions drill: the ones that make replicas stale stand twice, since they are what sessions are for.</summary>
    public static IReadOnlyList<Fault> OfSessions { get; } =
    [
        FreezeReplay, FreezeReplay, DelayReplay, DelayReplay, FreezeAllReplay, KillReplica, Switchover, KillPrimaryServer, KillPrimaryAhead,
    ];

    private static Fault Paused(string name, string what, Func<FaultSite, ClusterNode> node, NodePart part) =>
        Fault.Of(name, what, site => node(site).Pause(part), site => node(site).Resume(part));

    private static Func<FaultSite, CancellationToken, Task> Release(Func<FaultSite, ClusterNode> node) => (site, _) =>
    {
        node(site).Release();
        return Task.CompletedTask;
    };

    private static TimeSpan BeyondTimeToLive(FaultSite site) => site.Cluster.Options.TimeToLive + Takeover;

    private static async Task KillPrimaryAheadAsync(FaultSite site, CancellationToken ct)
    {
        await site.Cluster.StallWalSenderAsync(site.Standby, ct);
        await Task.Delay(StalledBefore, TimeProvider.System, ct);
        site.Primary.HoldDown();
    }

    private static async Task KillPrimaryNodeAsync(FaultSite site, CancellationToken ct)
    {
        if (!site.Cluster.Options.SynchronousMode)
        {
            foreach (ClusterNode replica in site.Replicas)
            {
                await site.Cluster.StallWalSenderAsync(replica, ct);
            }

            await Task.Delay(StalledBefore, TimeProvider.System, ct);
        }

        site.Primary.HoldDown();
    }

    private static Task EachReplica(FaultSite site, Action<ClusterNode> action)
    {
        foreach (ClusterNode replica in site.Replicas)
        {
            action(replica);
        }

        return Task.CompletedTask;
    }
}
