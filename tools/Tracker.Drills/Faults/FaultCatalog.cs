using Tracker.Cluster.Nodes;

namespace Tracker.Drills.Faults;

/// <summary>The faults of the drills.</summary>
internal static class FaultCatalog
{
    /// <summary>The time for Patroni to promote another node before the old primary returns.</summary>
    private static readonly TimeSpan PromotionTime = TimeSpan.FromSeconds(8);

    /// <summary>Without synchronous_mode, commits that are acknowledged in this time and not sent to any replica are lost.</summary>
    private static readonly TimeSpan WalSenderStall = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ReplayDelay = TimeSpan.FromMilliseconds(700);

    public static Fault Switchover { get; } = Fault.Of(
        "switchover", "planned switchover to the standby", (target, ct) => target.Cluster.SwitchoverAsync(target.Standby, ct));

    public static Fault KillPrimaryServer { get; } = Fault.Of(
        "kill-primary-server", "kill -9 of the primary's PostgreSQL", target => target.Primary.Kill(NodeComponent.Server));

    public static Fault KillPrimaryNode { get; } = Fault.Of(
        "kill-primary-node", "kill -9 of the primary's PostgreSQL, Patroni and PgBouncer, which stay down", KillPrimaryNodeAsync,
        Release(target => target.Primary)) with
    {
        MinimumDuration = BeyondTimeToLive,
    };

    /// <summary>Readers of the other replica see commits that the new primary never receives.</summary>
    public static Fault KillPrimaryAhead { get; } = Fault.Of(
        "kill-primary-ahead", "the standby receives no WAL for a second while another replica does, then kill -9 of the primary's node",
        KillPrimaryAheadAsync, Release(target => target.Primary)) with
    {
        MinimumDuration = BeyondTimeToLive,
    };

    public static Fault KillReplica { get; } = Fault.Of(
        "kill-replica", "kill -9 of a replica's PostgreSQL, Patroni and PgBouncer, which stay down",
        target => target.Replica.HoldDown(), target => target.Replica.Release()) with
    {
        AffectsOneReplica = true,
    };

    public static Fault PauseReplica { get; } = Paused(
        "pause-replica", "SIGSTOP of a whole replica", target => target.Replica, NodeComponent.Node) with
    { AffectsOneReplica = true };

    public static Fault PauseReplicaPgBouncer { get; } =
        Paused(
            "pause-replica-pgbouncer",
            "SIGSTOP of a replica's PgBouncer",
            target => target.Replica,
            NodeComponent.PgBouncer) with
        { AffectsOneReplica = true };

    public static Fault PausePrimaryPgBouncer { get; } =
        Paused("pause-primary-pgbouncer", "SIGSTOP of the primary's PgBouncer", target => target.Primary, NodeComponent.PgBouncer);

    public static Fault PausePrimaryServer { get; } =
        Paused(
            "pause-primary-server",
            "SIGSTOP of the primary's PostgreSQL for longer than the ttl, then SIGCONT",
            target => target.Primary,
            NodeComponent.Server) with
        {
            MinimumDuration = BeyondTimeToLive,
        };

    public static Fault FreezeReplay { get; } = Fault.Of(
        "freeze-replay", "SIGSTOP of a replica's startup process: the replica becomes stale but looks healthy",
        target => target.Replica.PauseReplay(), target => target.Replica.ResumeReplay());

    public static Fault FreezeAllReplay { get; } = Fault.Of(
        "freeze-all-replay", "SIGSTOP of the startup processes of all replicas", (target, _) =>
            EachReplica(target, node => node.PauseReplay()),
        (target, _) => EachReplica(target, node => node.ResumeReplay()));

    public static Fault DelayReplay { get; } = Fault.Of(
        "delay-replay", "recovery_min_apply_delay on a replica",
        (target, ct) => target.Replica.DelayReplayAsync(ReplayDelay, ct),
        (target, ct) => target.Replica.DelayReplayAsync(TimeSpan.Zero, ct));

    public static Fault FreezeStandby { get; } =
        Paused(
            "freeze-synchronous-standby",
            "SIGSTOP of the synchronous standby's PostgreSQL",
            target => target.Standby,
            NodeComponent.Server);

    public static Fault RestartProxy { get; } = Fault.Of(
        "restart-haproxy", "kill -9 of HAProxy, which restarts", target => target.Cluster.Kill("haproxy"));

    public static Fault RestartPgBouncer { get; } = Fault.Of(
        "restart-pgbouncer", "kill -9 of the primary's PgBouncer, which restarts", target => target.Primary.Kill(NodeComponent.PgBouncer));

    public static Fault CutPrimary { get; } = Fault.Of(
        "cut-primary", "the primary is disconnected from the network for longer than the ttl", target =>
            target.Primary.Disconnect(), target => target.Primary.Reconnect()) with
    {
        MinimumDuration = BeyondTimeToLive,
        RequiresPrivateNetwork = true,
    };

    public static Fault CutReplica { get; } = Fault.Of(
        "cut-replica",
        "a replica is disconnected from the network",
        target => target.Replica.Disconnect(),
        target => target.Replica.Reconnect()) with
    {
        AffectsOneReplica = true,
        RequiresPrivateNetwork = true,
    };

    public static Fault StallWalSender { get; } = Fault.Of(
        "stall-wal-sender", "SIGSTOP of the primary's WAL sender for a replica: the replica serves, but receives nothing",
        (target, ct) => target.Cluster.StallWalSenderAsync(target.Replica, ct),
        (target, ct) => target.Cluster.ResumeWalSenderAsync(target.Replica, ct));

    /// <summary>The ways in which a replica can go quiet.</summary>
    public static IReadOnlyList<Fault> Quiet { get; } = [PauseReplica, KillReplica, CutReplica, PauseReplicaPgBouncer, FreezeReplay, StallWalSender];

    /// <summary>The faults of the failover drill, in order of injection.</summary>
    public static IReadOnlyList<Fault> Failover { get; } =
    [
        Switchover, KillPrimaryServer, KillPrimaryNode, KillPrimaryAhead, KillReplica, PauseReplica, PauseReplicaPgBouncer,
        PausePrimaryPgBouncer, PausePrimaryServer,
        FreezeReplay, FreezeStandby, RestartProxy, RestartPgBouncer, CutPrimary, CutReplica,
    ];

    /// <summary>
    /// The faults of the session drill. Those that make replicas stale are listed twice because session guarantees address them.
    /// </summary>
    public static IReadOnlyList<Fault> Session { get; } =
    [
        FreezeReplay, FreezeReplay, DelayReplay, DelayReplay, FreezeAllReplay, KillReplica, Switchover, KillPrimaryServer, KillPrimaryAhead,
    ];

    private static Fault Paused(string name, string description, Func<FaultTarget, ClusterNode> node, NodeComponent part) =>
        Fault.Of(name, description, target => node(target).Pause(part), target => node(target).Resume(part));

    private static Func<FaultTarget, CancellationToken, Task> Release(Func<FaultTarget, ClusterNode> node) => (target, _) =>
    {
        node(target).Release();
        return Task.CompletedTask;
    };

    private static TimeSpan BeyondTimeToLive(FaultTarget target) => target.Cluster.Options.TimeToLive + PromotionTime;

    private static async Task KillPrimaryAheadAsync(FaultTarget target, CancellationToken ct)
    {
        await target.Cluster.StallWalSenderAsync(target.Standby, ct);
        await Task.Delay(WalSenderStall, TimeProvider.System, ct);
        target.Primary.HoldDown();
    }

    private static async Task KillPrimaryNodeAsync(FaultTarget target, CancellationToken ct)
    {
        if (!target.Cluster.Options.SynchronousMode)
        {
            foreach (ClusterNode replica in target.Replicas)
            {
                await target.Cluster.StallWalSenderAsync(replica, ct);
            }

            await Task.Delay(WalSenderStall, TimeProvider.System, ct);
        }

        target.Primary.HoldDown();
    }

    private static Task EachReplica(FaultTarget target, Action<ClusterNode> action)
    {
        foreach (ClusterNode replica in target.Replicas)
        {
            action(replica);
        }

        return Task.CompletedTask;
    }
}
