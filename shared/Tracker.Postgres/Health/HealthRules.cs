using EFCore.ReadWriteSplitting.Configuration;

namespace EFCore.ReadWriteSplitting.Health;

/// <summary>A node's state, and how many observations in a row have argued for another one.</summary>
internal readonly record struct HealthVerdict(NodeHealth State, NodeHealth Suggested, int Streak)
{
    public static HealthVerdict Start { get; } = new(NodeHealth.Unknown, NodeHealth.Unknown, 0);
}

/// <summary>What the monitor saw of a node: no answer, or an answer with the lag where that is known.</summary>
internal readonly record struct HealthObservation(bool Answered, ReplicationLag? Lag)
{
    public static HealthObservation NoAnswer { get; } = new(Answered: false, null);
}

/// <summary>
/// The rules of health: pure. One observation seldom decides; a state is left after several in a row that argue for the same
/// other one, and a lagging replica must come down to half the limits.
/// </summary>
internal static class HealthRules
{
    private const int UntilOffline = 2;
    private const int UntilBack = 2;
    private const int UntilLagging = 2;
    private const int UntilCaughtUp = 3;

    public static HealthVerdict Next(HealthVerdict verdict, HealthObservation seen, LagLimits limits)
    {
        NodeHealth suggested = Suggestion(verdict.State, seen, limits);
        if (suggested == verdict.State)
        {
            return new HealthVerdict(verdict.State, verdict.State, 0);
        }

        int streak = suggested == verdict.Suggested ? verdict.Streak + 1 : 1;
        return streak >= Needed(verdict.State, suggested)
            ? new HealthVerdict(suggested, suggested, 0)
            : new HealthVerdict(verdict.State, suggested, streak);
    }

    /// <summary>Whether the lag is worth a warning, though the replica may still count as healthy.</summary>
    public static bool IsWorthWarning(ReplicationLag lag, LagLimits limits) => lag.Bytes >= limits.WarnBytes || IsOver(lag, limits, 1);

    private static NodeHealth Suggestion(NodeHealth state, HealthObservation seen, LagLimits limits) => seen switch
    {
        { Answered: false } => NodeHealth.Offline,
        { Lag: null } => state == NodeHealth.Offline ? NodeHealth.Unknown : state,
        { Lag: { } lag } => IsOver(lag, limits, state == NodeHealth.Lagging ? 2 : 1) ? NodeHealth.Lagging : NodeHealth.Healthy,
    };

    private static int Needed(NodeHealth from, NodeHealth to) => (from, to) switch
    {
        (_, NodeHealth.Offline) => UntilOffline,
        (NodeHealth.Offline, _) => UntilBack,
        (_, NodeHealth.Lagging) => UntilLagging,
        (NodeHealth.Lagging, _) => UntilCaughtUp,
        _ => 1,
    };

    // Few bytes and a long time: replay stands still. No bytes: nothing is left to replay, whatever the clock says.
    private static bool IsOver(ReplicationLag lag, LagLimits limits, int divisor) =>
        lag.Bytes >= limits.LaggingBytes / divisor || (lag.Bytes > 0 && lag.Time >= limits.LaggingTime / divisor);
}
